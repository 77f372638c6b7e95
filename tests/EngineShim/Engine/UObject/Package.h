// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

#include "UObject/Object.h"

class UPackage : public UObject
{
};

UPackage* GetTransientPackage();
