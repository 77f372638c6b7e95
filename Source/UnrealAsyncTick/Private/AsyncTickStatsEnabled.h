// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "ProfilingDebugging/CountersTrace.h"
#include "ProfilingDebugging/CsvProfiler.h"
#include "Stats/Stats.h"

/** Whether any of the engine's profilers is compiled in: without one an idle frame has nothing to report. */
#define ASYNCTICK_WITH_STATS (STATS || CSV_PROFILER_STATS || COUNTERSTRACE_ENABLED)
