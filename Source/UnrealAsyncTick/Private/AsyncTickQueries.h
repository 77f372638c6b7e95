// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "AsyncTickWorldQueries.h"
#include "Templates/UniquePtr.h"

class FAsyncTickWorlds;

/** Traces, sweeps and overlaps that the engine answers with the next tick of the world. Game thread. */
class FAsyncTickQueries
{
public:
	FAsyncTickQueries(FAsyncTickWorlds& InWorlds, const FAsyncTickManagedApi& InApi, FAsyncTickCounters& InCounters);

	EAsyncTickStatus Start(const FAsyncTickQuery& Query, const uint16* Profile, int32 Length);
	EAsyncTickStatus Cancel(uint32 Query);

	/** The world ends, and its level with it. */
	void EndWorld(const UWorld* World);

	/** The managed half goes: nothing is handed over and nothing answered any more. */
	void Disconnect();

private:
	FAsyncTickWorldQueries& FindOrAdd(UWorld* World);

	FAsyncTickWorlds& Worlds;
	const FAsyncTickManagedApi& Api;
	FAsyncTickCounters& Counters;
	TSharedRef<FAsyncTickQueryAnswers> Answers;
	TArray<TUniquePtr<FAsyncTickWorldQueries>> Places;
};
