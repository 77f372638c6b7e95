// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#define SHIM_ENGINE_VERSION 50700
#define UE_VERSION_OLDER_THAN(Major, Minor, Patch) (SHIM_ENGINE_VERSION < (Major)*10000 + (Minor)*100 + (Patch))
