// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#define MISCTRACE_ENABLED (!UE_BUILD_SHIPPING)

#if MISCTRACE_ENABLED

struct FMiscTrace
{
	[[nodiscard]] static uint64 OutputBeginRegionWithId(const TCHAR* RegionName, const TCHAR* Category = nullptr);
	static void OutputEndRegionWithId(uint64 RegionId);
};

	// As the engine's, these end with a semicolon: a statement each, and no part of one.
	#define TRACE_BEGIN_REGION_WITH_ID(RegionName, ...) FMiscTrace::OutputBeginRegionWithId(RegionName __VA_OPT__(, ) __VA_ARGS__);
	#define TRACE_END_REGION_WITH_ID(RegionId) FMiscTrace::OutputEndRegionWithId(RegionId);

#endif
