// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "Modules/ModuleManager.h"

IMPLEMENT_MODULE(FDefaultModuleImpl, UnrealAsyncTickTests)
