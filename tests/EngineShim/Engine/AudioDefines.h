// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

#define INDEFINITELY_LOOPING_DURATION 10000.0f
