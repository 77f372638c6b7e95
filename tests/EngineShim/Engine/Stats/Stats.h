// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

// Compiled out, as in a Shipping build.
#define DECLARE_STATS_GROUP(Description, Group, Category)
#define DECLARE_CYCLE_STAT(Description, Stat, Group)
#define DECLARE_DWORD_COUNTER_STAT(Description, Stat, Group)
#define DECLARE_DWORD_ACCUMULATOR_STAT(Description, Stat, Group)
#define SCOPE_CYCLE_COUNTER(Stat)
#define SET_DWORD_STAT(Stat, Value)
#define INC_DWORD_STAT_BY(Stat, Value)
