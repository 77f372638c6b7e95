// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

// Compiled out.
#define TRACE_DECLARE_INT_COUNTER(Counter, Name)
#define TRACE_COUNTER_SET(Counter, Value)
