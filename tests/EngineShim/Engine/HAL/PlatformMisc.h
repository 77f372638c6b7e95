// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

struct FPlatformMisc
{
	static FString GetEnvironmentVariable(const TCHAR* Name);
	static const TCHAR* GetPathVarDelimiter() { return PLATFORM_WINDOWS ? TEXT(";") : TEXT(":"); }
};
