// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

struct FPlatformAtomics
{
	static int32 AtomicRead_Relaxed(volatile const int32* Source) { return __atomic_load_n(Source, __ATOMIC_RELAXED); }
};
