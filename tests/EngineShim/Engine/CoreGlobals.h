// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

extern bool GIsEditor;
extern bool GIsRunning;
extern uint64 GFrameCounter;
bool IsInGameThread();
