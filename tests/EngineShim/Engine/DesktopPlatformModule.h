// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "IDesktopPlatform.h"

class FDesktopPlatformModule
{
public:
	static IDesktopPlatform* Get()
	{
		static IDesktopPlatform Platform;
		return &Platform;
	}
};
