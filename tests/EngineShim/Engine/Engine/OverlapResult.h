// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreTypes.h"

class AActor;
class UPrimitiveComponent;

struct FOverlapResult
{
	uint32 bBlockingHit : 1;

	FOverlapResult()
		: bBlockingHit(false)
	{
	}
	AActor* GetActor() const { return ShimActor; }
	UPrimitiveComponent* GetComponent() const { return ShimComponent; }

	AActor* ShimActor = nullptr;
	UPrimitiveComponent* ShimComponent = nullptr;
};
