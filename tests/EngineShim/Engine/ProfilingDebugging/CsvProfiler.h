// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

// Compiled out.
#define CSV_DEFINE_CATEGORY(Category, bEnabled)
#define CSV_SCOPED_TIMING_STAT(Category, Stat)
#define CSV_CUSTOM_STAT(Category, Stat, Value, Operation)
