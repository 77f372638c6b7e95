// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#define COUNTERSTRACE_ENABLED (!UE_BUILD_SHIPPING)

#if COUNTERSTRACE_ENABLED

namespace Shim
{
	struct FTraceCounter
	{
		explicit FTraceCounter(const TCHAR* InName)
			: Name(InName)
		{
		}
		void Set(int64 Value) const;
		const TCHAR* Name;
	};
}

	#define TRACE_DECLARE_INT_COUNTER(Counter, Name) static const Shim::FTraceCounter ShimTraceCounter_##Counter(Name)
	#define TRACE_COUNTER_SET(Counter, Value) ShimTraceCounter_##Counter.Set(Value)

#else

	#define TRACE_DECLARE_INT_COUNTER(Counter, Name)
	#define TRACE_COUNTER_SET(Counter, Value)

#endif
