// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

/** Begins a timing region of the category AsyncTick in the trace that is being written; 0 when none is. */
uint64 BeginAsyncTickRegion(const uint16* Name, int32 Length);

/** Ends a region; 0 is none. */
void EndAsyncTickRegion(uint64 Region);
