// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Misc/EngineVersionComparison.h"

// Every difference between engine versions belongs in this file. The code keeps to what 5.6, 5.7 and 5.8 share; it
// avoids FCoreDelegates::OnPostEngineInit, which 5.8 replaced, by starting at its loading phase.
#if UE_VERSION_OLDER_THAN(5, 6, 0)
	#error "UnrealAsyncTick needs Unreal Engine 5.6 or newer."
#endif
