// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

struct FMessageLogInitializationOptions
{
	bool bShowFilters = false;
	bool bShowPages = false;
	bool bAllowClear = true;
};
