// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "ProfilingDebugging/CountersTrace.h"
#include "ProfilingDebugging/CpuProfilerTrace.h"
#include "ProfilingDebugging/CsvProfiler.h"
#include "Stats/Stats.h"

// Included by one source file, AsyncTickPump.cpp: these macros define objects.

DECLARE_STATS_GROUP(TEXT("AsyncTick"), STATGROUP_AsyncTick, STATCAT_Advanced);
DECLARE_CYCLE_STAT(TEXT("Pump"), STAT_AsyncTick_Pump, STATGROUP_AsyncTick);
DECLARE_DWORD_COUNTER_STAT(TEXT("Resumed tasks"), STAT_AsyncTick_Resumed, STATGROUP_AsyncTick);
DECLARE_DWORD_ACCUMULATOR_STAT(TEXT("Live tasks"), STAT_AsyncTick_Live, STATGROUP_AsyncTick);
DECLARE_DWORD_ACCUMULATOR_STAT(TEXT("Faults"), STAT_AsyncTick_Faults, STATGROUP_AsyncTick);
DECLARE_DWORD_ACCUMULATOR_STAT(TEXT("Frames over budget"), STAT_AsyncTick_OverBudget, STATGROUP_AsyncTick);

CSV_DEFINE_CATEGORY(AsyncTick, true);

TRACE_DECLARE_INT_COUNTER(AsyncTickLiveTasks, TEXT("AsyncTick/LiveTasks"));
TRACE_DECLARE_INT_COUNTER(AsyncTickResumed, TEXT("AsyncTick/Resumed"));

#define ASYNCTICK_SCOPE_PUMP() \
	SCOPE_CYCLE_COUNTER(STAT_AsyncTick_Pump); \
	CSV_SCOPED_TIMING_STAT(AsyncTick, Pump); \
	TRACE_CPUPROFILER_EVENT_SCOPE(AsyncTick_Pump)

#define ASYNCTICK_REPORT(Report) \
	SET_DWORD_STAT(STAT_AsyncTick_Resumed, (Report).Resumed); \
	SET_DWORD_STAT(STAT_AsyncTick_Live, (Report).LiveTasks); \
	INC_DWORD_STAT_BY(STAT_AsyncTick_Faults, (Report).Faults); \
	INC_DWORD_STAT_BY(STAT_AsyncTick_OverBudget, (Report).BudgetSpent); \
	CSV_CUSTOM_STAT(AsyncTick, LiveTasks, (Report).LiveTasks, ECsvCustomStatOp::Set); \
	TRACE_COUNTER_SET(AsyncTickLiveTasks, (Report).LiveTasks); \
	TRACE_COUNTER_SET(AsyncTickResumed, (Report).Resumed)
