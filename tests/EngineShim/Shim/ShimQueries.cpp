// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "CoreGlobals.h"
#include "Engine/World.h"
#include "EngineShim.h"
#include "HAL/ThreadingBase.h"
#include "Misc/AssertionMacros.h"

namespace
{
	uint64 LastQuery = 0;

	template <typename DatumType, typename FindType>
	void Answer(UWorld& World, std::vector<DatumType>& Asked, const FindType& Find)
	{
		// What is asked by those who get an answer waits for the next tick.
		std::vector<DatumType> Now = std::exchange(Asked, {});
		for (DatumType& Datum : Now)
		{
			if (Find)
			{
				Find(World, Datum);
			}
			Datum.Delegate.ExecuteIfBound(Datum.ShimHandle, Datum);
		}
	}

	FTraceDatum Trace(EAsyncTraceType Type, const FVector& Start, const FVector& End, const FQuat& Rot, const FTraceDelegate* Delegate)
	{
		FTraceDatum Datum;
		Datum.TraceType = Type;
		Datum.Start = Start;
		Datum.End = End;
		Datum.Rot = Rot;
		Datum.Delegate = *Delegate;
		return Datum;
	}

	FTraceDatum OnChannel(FTraceDatum Datum, ECollisionChannel Channel)
	{
		Datum.TraceChannel = Channel;
		return Datum;
	}

	FTraceDatum OnObjects(FTraceDatum Datum, const FCollisionObjectQueryParams& Objects)
	{
		check(Objects.IsValid());
		Datum.ShimObjectTypes = Objects.ObjectTypesToQuery;
		return Datum;
	}

	FTraceDatum OnProfile(FTraceDatum Datum, const FName& Profile)
	{
		Datum.ShimProfile = Profile;
		return Datum;
	}

	FOverlapDatum Overlap(const FVector& Pos, const FQuat& Rot, const FOverlapDelegate* Delegate)
	{
		FOverlapDatum Datum;
		Datum.Pos = Pos;
		Datum.Rot = Rot;
		Datum.Delegate = *Delegate;
		return Datum;
	}
}

void UWorld::ShimBeginTick()
{
	if (ShimPaused)
	{
		return;
	}
	Answer(*this, ShimTraces, Shim::OnTrace);
	Answer(*this, ShimOverlaps, Shim::OnOverlap);
	ShimTakesQueries = true;
}

template <typename DatumType>
FTraceHandle UWorld::ShimAsk(std::vector<DatumType>& Asked, DatumType&& Datum, const FCollisionShape& Shape, const FCollisionQueryParams& Params, uint32 UserData)
{
	// The engine, too, checks both.
	check(IsInGameThread() && ShimTakesQueries);
	if (ShimRefusesQueries)
	{
		return FTraceHandle();
	}
	Datum.ShimShape = Shape;
	Datum.ShimParams = Params;
	Datum.UserData = UserData;
	Datum.ShimHandle.ShimNumber = ++LastQuery;
	Asked.push_back(Datum);
	return Datum.ShimHandle;
}

FTraceHandle UWorld::AsyncLineTraceByChannel(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, ECollisionChannel TraceChannel, const FCollisionQueryParams& Params, const FCollisionResponseParams&, const FTraceDelegate* InDelegate, uint32 UserData)
{
	return ShimAsk(ShimTraces, OnChannel(Trace(InTraceType, Start, End, FQuat(), InDelegate), TraceChannel), FCollisionShape(), Params, UserData);
}

FTraceHandle UWorld::AsyncLineTraceByObjectType(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, const FCollisionObjectQueryParams& ObjectQueryParams, const FCollisionQueryParams& Params, const FTraceDelegate* InDelegate, uint32 UserData)
{
	return ShimAsk(ShimTraces, OnObjects(Trace(InTraceType, Start, End, FQuat(), InDelegate), ObjectQueryParams), FCollisionShape(), Params, UserData);
}

FTraceHandle UWorld::AsyncLineTraceByProfile(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, FName ProfileName, const FCollisionQueryParams& Params, const FTraceDelegate* InDelegate, uint32 UserData)
{
	return ShimAsk(ShimTraces, OnProfile(Trace(InTraceType, Start, End, FQuat(), InDelegate), ProfileName), FCollisionShape(), Params, UserData);
}

FTraceHandle UWorld::AsyncSweepByChannel(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, const FQuat& Rot, ECollisionChannel TraceChannel, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FCollisionResponseParams&, const FTraceDelegate* InDelegate, uint32 UserData)
{
	return ShimAsk(ShimTraces, OnChannel(Trace(InTraceType, Start, End, Rot, InDelegate), TraceChannel), CollisionShape, Params, UserData);
}

FTraceHandle UWorld::AsyncSweepByObjectType(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, const FQuat& Rot, const FCollisionObjectQueryParams& ObjectQueryParams, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FTraceDelegate* InDelegate, uint32 UserData)
{
	return ShimAsk(ShimTraces, OnObjects(Trace(InTraceType, Start, End, Rot, InDelegate), ObjectQueryParams), CollisionShape, Params, UserData);
}

FTraceHandle UWorld::AsyncSweepByProfile(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, const FQuat& Rot, FName ProfileName, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FTraceDelegate* InDelegate, uint32 UserData)
{
	return ShimAsk(ShimTraces, OnProfile(Trace(InTraceType, Start, End, Rot, InDelegate), ProfileName), CollisionShape, Params, UserData);
}

FTraceHandle UWorld::AsyncOverlapByChannel(const FVector& Pos, const FQuat& Rot, ECollisionChannel TraceChannel, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FCollisionResponseParams&, const FOverlapDelegate* InDelegate, uint32 UserData)
{
	FOverlapDatum Datum = Overlap(Pos, Rot, InDelegate);
	Datum.TraceChannel = TraceChannel;
	return ShimAsk(ShimOverlaps, std::move(Datum), CollisionShape, Params, UserData);
}

FTraceHandle UWorld::AsyncOverlapByObjectType(const FVector& Pos, const FQuat& Rot, const FCollisionObjectQueryParams& ObjectQueryParams, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FOverlapDelegate* InDelegate, uint32 UserData)
{
	FOverlapDatum Datum = Overlap(Pos, Rot, InDelegate);
	Datum.ShimObjectTypes = ObjectQueryParams.ObjectTypesToQuery;
	return ShimAsk(ShimOverlaps, std::move(Datum), CollisionShape, Params, UserData);
}

FTraceHandle UWorld::AsyncOverlapByProfile(const FVector& Pos, const FQuat& Rot, FName ProfileName, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FOverlapDelegate* InDelegate, uint32 UserData)
{
	FOverlapDatum Datum = Overlap(Pos, Rot, InDelegate);
	Datum.ShimProfile = ProfileName;
	return ShimAsk(ShimOverlaps, std::move(Datum), CollisionShape, Params, UserData);
}
