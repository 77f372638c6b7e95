// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "Engine/EngineTypes.h"
#include "Math/Transform.h"
#include "UObject/Object.h"
#include "WorldCollision.h"

#include <vector>

class AActor;
class AWorldSettings;
class UClass;
class ULevel;

struct FActorSpawnParameters
{
	EObjectFlags ObjectFlags = RF_NoFlags;
	ESpawnActorCollisionHandlingMethod SpawnCollisionHandlingOverride = ESpawnActorCollisionHandlingMethod::Undefined;
};

class UWorld : public UObject
{
public:
	UWorld();
	virtual ~UWorld() override;
	static UWorld* CreateWorld(EWorldType::Type Type, bool bInformEngineOfWorld);
	/** Tears the world down and leaves it to the collector. */
	void DestroyWorld(bool bInformEngineOfWorld);
	virtual UWorld* GetWorld() const override { return const_cast<UWorld*>(this); }

	ULevel* PersistentLevel;
	EWorldType::Type WorldType = EWorldType::None;
	double GetTimeSeconds() const { return ShimGame; }
	double GetUnpausedTimeSeconds() const { return ShimUnpaused; }
	double GetAudioTimeSeconds() const { return ShimAudio; }
	double GetRealTimeSeconds() const { return ShimReal; }
	float GetDeltaSeconds() const { return ShimDelta; }
	bool IsPaused() const { return ShimPaused; }
	bool HasBegunPlay() const { return ShimBegunPlay; }
	bool IsGameWorld() const { return WorldType == EWorldType::Game || WorldType == EWorldType::PIE || WorldType == EWorldType::GamePreview || WorldType == EWorldType::GameRPC; }
	/** Fails a check, unless bChecked is false, for a world that has none: one without its levels. */
	AWorldSettings* GetWorldSettings(bool bCheckStreamingPersistent = false, bool bChecked = true) const;

	struct InitializationValues
	{
		bool bInitializeScenes = true;
	};

	AActor* SpawnActor(UClass* Class, const FTransform* Transform, const FActorSpawnParameters& Parameters = FActorSpawnParameters());
	bool EditorDestroyActor(AActor* Actor, bool bShouldModifyLevel);

	// Between the begin and the end of its actors' tick only, and on the game thread; the answer comes with the begin of the next one.
	FTraceHandle AsyncLineTraceByChannel(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, ECollisionChannel TraceChannel, const FCollisionQueryParams& Params, const FCollisionResponseParams& ResponseParam, const FTraceDelegate* InDelegate, uint32 UserData);
	FTraceHandle AsyncLineTraceByObjectType(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, const FCollisionObjectQueryParams& ObjectQueryParams, const FCollisionQueryParams& Params, const FTraceDelegate* InDelegate, uint32 UserData);
	FTraceHandle AsyncLineTraceByProfile(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, FName ProfileName, const FCollisionQueryParams& Params, const FTraceDelegate* InDelegate, uint32 UserData);
	FTraceHandle AsyncSweepByChannel(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, const FQuat& Rot, ECollisionChannel TraceChannel, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FCollisionResponseParams& ResponseParam, const FTraceDelegate* InDelegate, uint32 UserData);
	FTraceHandle AsyncSweepByObjectType(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, const FQuat& Rot, const FCollisionObjectQueryParams& ObjectQueryParams, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FTraceDelegate* InDelegate, uint32 UserData);
	FTraceHandle AsyncSweepByProfile(EAsyncTraceType InTraceType, const FVector& Start, const FVector& End, const FQuat& Rot, FName ProfileName, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FTraceDelegate* InDelegate, uint32 UserData);
	FTraceHandle AsyncOverlapByChannel(const FVector& Pos, const FQuat& Rot, ECollisionChannel TraceChannel, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FCollisionResponseParams& ResponseParam, const FOverlapDelegate* InDelegate, uint32 UserData);
	FTraceHandle AsyncOverlapByObjectType(const FVector& Pos, const FQuat& Rot, const FCollisionObjectQueryParams& ObjectQueryParams, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FOverlapDelegate* InDelegate, uint32 UserData);
	FTraceHandle AsyncOverlapByProfile(const FVector& Pos, const FQuat& Rot, FName ProfileName, const FCollisionShape& CollisionShape, const FCollisionQueryParams& Params, const FOverlapDelegate* InDelegate, uint32 UserData);

	/** One frame of this world's clocks. */
	void ShimTick(double Delta);

	FString ShimName;
	double ShimGame = 0.0;
	double ShimUnpaused = 0.0;
	double ShimAudio = 0.0;
	double ShimReal = 0.0;
	float ShimDelta = 0.0f;
	bool ShimPaused = false;
	bool ShimBegunPlay = true;
	bool ShimHasSettings = true;
	bool ShimTearingDown = false;
	/** Torn down, and deleted once the frame that did it is over. */
	bool ShimDestroyed = false;
	virtual bool ShimIsCollected() const override { return ShimDestroyed; }
	std::vector<AActor*> ShimActors;
	mutable AWorldSettings* ShimSettings = nullptr;

	/** What was asked in the last tick is answered, and queries are taken until ShimEndTick; not while the game is paused. */
	void ShimBeginTick();
	void ShimEndTick() { ShimTakesQueries = false; }
	bool ShimTakesQueries = false;
	/** The next queries get no handle. */
	bool ShimRefusesQueries = false;
	std::vector<FTraceDatum> ShimTraces;
	std::vector<FOverlapDatum> ShimOverlaps;

private:
	template <typename DatumType>
	FTraceHandle ShimAsk(std::vector<DatumType>& Asked, DatumType&& Datum, const FCollisionShape& Shape, const FCollisionQueryParams& Params, uint32 UserData);
};

struct FWorldDelegates
{
	static TMulticastDelegate<void(UWorld*, const UWorld::InitializationValues)> OnPostWorldInitialization;
	static TMulticastDelegate<void(UWorld*)> OnWorldBeginTearDown;
	static TMulticastDelegate<void(UWorld*, bool, bool)> OnWorldCleanup;
};
