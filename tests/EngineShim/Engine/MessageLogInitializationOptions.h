// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

struct FMessageLogInitializationOptions
{
	bool bShowFilters = false;
	bool bShowPages = false;
	bool bAllowClear = true;
};
