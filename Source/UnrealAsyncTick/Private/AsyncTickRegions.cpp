// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickRegions.h"

#include "AsyncTickText.h"
#include "ProfilingDebugging/MiscTrace.h"
#include "Trace/Trace.h"

// Steps of tasks with one name lie inside one another when one starts the next: only regions with ids can tell their ends apart.
#if MISCTRACE_ENABLED && defined(TRACE_BEGIN_REGION_WITH_ID)
	#define ASYNCTICK_WITH_REGIONS 1
#else
	#define ASYNCTICK_WITH_REGIONS 0
#endif

uint64 BeginAsyncTickRegion([[maybe_unused]] const uint16* Name, [[maybe_unused]] int32 Length)
{
	uint64 Region = 0;
#if ASYNCTICK_WITH_REGIONS
	// The macro looks at its channel by itself; the name for it is made only while a trace is written.
	if (UE::Trace::IsTracing())
	{
		const FString Text = AsyncTickToLine(Name, Length);
		Region = TRACE_BEGIN_REGION_WITH_ID(*Text, TEXT("AsyncTick"));
	}
#endif
	return Region;
}

void EndAsyncTickRegion([[maybe_unused]] uint64 Region)
{
#if ASYNCTICK_WITH_REGIONS
	if (Region != 0)
	{
		TRACE_END_REGION_WITH_ID(Region);
	}
#endif
}
