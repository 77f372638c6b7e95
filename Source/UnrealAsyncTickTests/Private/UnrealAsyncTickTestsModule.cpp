// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Modules/ModuleManager.h"

IMPLEMENT_MODULE(FDefaultModuleImpl, UnrealAsyncTickTests)
