// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

struct FPlatformTime
{
	/** Monotonic. The shim's test programs may put it under their own control. */
	static double Seconds();
};
