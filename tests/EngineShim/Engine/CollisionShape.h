// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Math/Transform.h"

/** Which of the makers made it, and with what. */
struct FCollisionShape
{
	static FCollisionShape MakeSphere(const float SphereRadius) { return {1, FVector(SphereRadius, 0.0, 0.0)}; }
	static FCollisionShape MakeBox(const FVector& BoxHalfExtent) { return {2, BoxHalfExtent}; }
	static FCollisionShape MakeCapsule(const float CapsuleRadius, const float CapsuleHalfHeight) { return {3, FVector(CapsuleRadius, 0.0, CapsuleHalfHeight)}; }

	/** 0 for a line. */
	int32 ShimType = 0;
	FVector ShimExtent;
};
