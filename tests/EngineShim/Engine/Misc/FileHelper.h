// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

#include "Containers/UnrealString.h"

struct FFileHelper
{
	static bool LoadFileToString(FString& Result, const TCHAR* Filename);
};
