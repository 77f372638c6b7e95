// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "UObject/Object.h"

class UPrimitiveComponent : public UObject
{
};
