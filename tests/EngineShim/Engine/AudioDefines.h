// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

#include "CoreTypes.h"

#define INDEFINITELY_LOOPING_DURATION 10000.0f
