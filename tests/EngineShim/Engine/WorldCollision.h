// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CollisionQueryParams.h"
#include "CollisionShape.h"
#include "Containers/Array.h"
#include "Delegates/Delegate.h"
#include "Engine/HitResult.h"
#include "Engine/OverlapResult.h"

enum class EAsyncTraceType : uint8
{
	Test,
	Single,
	Multi,
};

struct FTraceHandle
{
	bool IsValid() const { return ShimNumber != 0; }
	uint64 ShimNumber = 0;
};

struct FBaseTraceDatum
{
	ECollisionChannel TraceChannel = ECC_MAX;
	uint32 UserData = 0;

	FCollisionShape ShimShape;
	FCollisionQueryParams ShimParams;
	int32 ShimObjectTypes = 0;
	FName ShimProfile;
	FTraceHandle ShimHandle;
};

struct FTraceDatum;
struct FOverlapDatum;
using FTraceDelegate = TDelegate<void(const FTraceHandle&, FTraceDatum&)>;
using FOverlapDelegate = TDelegate<void(const FTraceHandle&, FOverlapDatum&)>;

struct FTraceDatum : public FBaseTraceDatum
{
	FVector Start;
	FVector End;
	FQuat Rot;
	FTraceDelegate Delegate;
	TArray<FHitResult> OutHits;
	EAsyncTraceType TraceType = EAsyncTraceType::Single;
};

struct FOverlapDatum : public FBaseTraceDatum
{
	FVector Pos;
	FQuat Rot;
	FOverlapDelegate Delegate;
	TArray<FOverlapResult> OutOverlaps;
};
