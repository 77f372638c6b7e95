// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Templates/SharedPointer.h"

class SWidget;

class FSlateApplication
{
public:
	static bool IsInitialized() { return true; }
	static FSlateApplication& Get()
	{
		static FSlateApplication Application;
		return Application;
	}
	const void* FindBestParentWindowHandleForDialogs(const TSharedPtr<SWidget>&) { return nullptr; }
};
