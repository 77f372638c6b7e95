// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "UObject/Object.h"

class UAudioComponent;
class USoundBase;
class USoundConcurrency;

struct UGameplayStatics
{
	static UAudioComponent* CreateSound2D(const UObject* WorldContext, USoundBase* Sound, float Volume = 1.0f, float Pitch = 1.0f, float StartTime = 0.0f,
		USoundConcurrency* Concurrency = nullptr, bool bPersistAcrossLevelTransition = false, bool bAutoDestroy = true);
};
