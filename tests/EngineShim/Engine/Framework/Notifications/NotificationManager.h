// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Templates/SharedPointer.h"
#include "Widgets/Notifications/SNotificationList.h"

#include <vector>

class FSlateNotificationManager
{
public:
	static FSlateNotificationManager& Get()
	{
		static FSlateNotificationManager Manager;
		return Manager;
	}
	TSharedPtr<SNotificationItem> AddNotification(const FNotificationInfo& Info)
	{
		ShimShown.push_back(Info);
		return MakeShared<SNotificationItem>();
	}
	std::vector<FNotificationInfo> ShimShown;
};
