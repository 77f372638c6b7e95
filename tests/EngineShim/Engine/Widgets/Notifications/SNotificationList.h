// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "Internationalization/Text.h"
#include "Misc/Attribute.h"

class SNotificationItem
{
public:
	enum ECompletionState
	{
		CS_None,
		CS_Pending,
		CS_Success,
		CS_Fail,
	};
	void SetCompletionState(ECompletionState State) { ShimState = State; }
	ECompletionState ShimState = CS_None;
};

struct FNotificationInfo
{
	explicit FNotificationInfo(const FText& InText)
		: Text(InText)
	{
	}
	TAttribute<FText> Text;
	FSimpleDelegate Hyperlink;
	TAttribute<FText> HyperlinkText;
	float ExpireDuration = 1.0f;
	bool bFireAndForget = true;
};
