// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "CollisionQueryParams.h"
#include "Engine/EngineBaseTypes.h"
#include "Templates/SharedPointer.h"
#include "UnrealAsyncTickModule.h"
#include "UObject/WeakObjectPtr.h"
#include "WorldCollision.h"

class UWorld;
struct FAsyncTickWorldQueries;

/** What the engine calls with its answers. The engine's delegates hold it weakly, so that it hears nothing once it is given up. */
class FAsyncTickQueryAnswers
{
public:
	explicit FAsyncTickQueryAnswers(const FAsyncTickManagedApi& InApi)
		: Api(InApi)
	{
	}

	void OnTrace(const FTraceHandle& Handle, FTraceDatum& Datum);
	void OnOverlap(const FTraceHandle& Handle, FOverlapDatum& Datum);

private:
	void Send(uint32 Query);

	const FAsyncTickManagedApi& Api;
	/** Kept between the answers for its memory. */
	TArray<FAsyncTickHit> Hits;
};

/** A query that waits for its world to tick. */
struct FAsyncTickWaitingQuery
{
	FAsyncTickQuery Query = {};
	FName Profile;
	/** Filled when the query comes: the ignored actors may be gone when the world ticks. */
	FCollisionQueryParams Params;
};

/**
 * The engine takes asynchronous queries while a world's actors tick, and at no other time. This hands over what has come since, after the simulation. Not
 * called while the game is paused, when the engine takes none.
 */
struct FAsyncTickQueryFunction : public FTickFunction
{
	explicit FAsyncTickQueryFunction(FAsyncTickWorldQueries& InPlace);

	virtual void ExecuteTick(float DeltaTime, ELevelTick TickType, ENamedThreads::Type CurrentThread, const FGraphEventRef& MyCompletionGraphEvent) override;
	virtual FString DiagnosticMessage() override;
	virtual FName DiagnosticContext(bool bDetailed) override;

	FAsyncTickWorldQueries& Place;
};

/** The queries of one world; made by its first one, gone with the world. */
struct FAsyncTickWorldQueries
{
	FAsyncTickWorldQueries(UWorld* InWorld, const TSharedRef<FAsyncTickQueryAnswers>& Answers, FAsyncTickCounters& InCounters);
	~FAsyncTickWorldQueries();

	/** Whether the engine could take it. */
	static bool IsValid(const FAsyncTickQuery& Query);

	FAsyncTickWaitingQuery& Add();
	/** Whether it waited here. */
	bool Remove(uint32 Query);
	/** Hands over everything that waits. */
	void Begin();

	TWeakObjectPtr<UWorld> World;
	FAsyncTickCounters& Counters;
	TArray<FAsyncTickWaitingQuery> Waiting;
	FTraceDelegate TraceDelegate;
	FOverlapDelegate OverlapDelegate;
	FAsyncTickQueryFunction Function;

private:
	FTraceHandle Ask(UWorld& Place, const FAsyncTickWaitingQuery& Asked);
	FTraceHandle AskForOverlaps(UWorld& Place, const FAsyncTickWaitingQuery& Asked);
};
