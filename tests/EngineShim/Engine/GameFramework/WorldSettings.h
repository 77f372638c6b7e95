// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "GameFramework/Actor.h"

class AWorldSettings : public AActor
{
public:
	float GetEffectiveTimeDilation() const { return TimeDilation; }
	float TimeDilation = 1.0f;
};
