// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

namespace Shim
{
	void RecordTraceScope(const ANSICHAR* Name);
}

// The name is a token, as in the engine: a literal is an error.
#define TRACE_CPUPROFILER_EVENT_SCOPE(Name) \
	struct FShimTraceScope_##Name \
	{ \
	}; \
	Shim::RecordTraceScope(#Name)
