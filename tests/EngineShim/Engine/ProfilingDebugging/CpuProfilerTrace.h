// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

// Compiled out.
#define TRACE_CPUPROFILER_EVENT_SCOPE(Name)
