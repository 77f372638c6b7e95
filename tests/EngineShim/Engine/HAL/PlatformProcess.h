// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

struct FPlatformProcess
{
	static void LaunchURL(const TCHAR* URL, const TCHAR* Parms, FString* ErrorMsg);
	static FString ShimLaunched;
	static void* GetDllHandle(const TCHAR* Filename);
	static void* GetDllExport(void* Handle, const TCHAR* Name);
};
