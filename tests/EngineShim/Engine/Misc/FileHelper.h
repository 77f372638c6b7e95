// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

struct FFileHelper
{
	/** Makes the folders that it needs. */
	static bool SaveStringToFile(const FString& String, const TCHAR* Filename);
	static bool LoadFileToString(FString& Result, const TCHAR* Filename);
};
