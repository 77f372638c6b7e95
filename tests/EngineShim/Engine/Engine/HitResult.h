// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Math/Transform.h"

class AActor;
class UPrimitiveComponent;

struct FHitResult
{
	float Time = 1.0f;
	float Distance = 0.0f;
	FVector_NetQuantize Location;
	FVector_NetQuantize ImpactPoint;
	FVector_NetQuantizeNormal Normal;
	FVector_NetQuantizeNormal ImpactNormal;
	uint8 bBlockingHit : 1;
	uint8 bStartPenetrating : 1;

	FHitResult()
		: bBlockingHit(false)
		, bStartPenetrating(false)
	{
	}
	AActor* GetActor() const { return ShimActor; }
	UPrimitiveComponent* GetComponent() const { return ShimComponent; }

	AActor* ShimActor = nullptr;
	UPrimitiveComponent* ShimComponent = nullptr;
};
