// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "UObject/WeakObjectPtr.h"

class AActor;
class FAsyncTickWorlds;

/** The actors that managed code has spawned. It holds numbers for them, never pointers. */
class FAsyncTickActors
{
public:
	explicit FAsyncTickActors(FAsyncTickWorlds& InWorlds)
		: Worlds(InWorlds)
	{
	}

	EAsyncTickStatus Spawn(const FAsyncTickSpawn& Spawn, uint64& OutActor);
	EAsyncTickStatus Destroy(uint64 Actor);
	AActor* Find(uint64 Actor) const;

	/** Drops the numbers of actors that are gone. */
	void Purge();

private:
	FAsyncTickWorlds& Worlds;
	TMap<uint64, TWeakObjectPtr<AActor>> Actors;
	uint64 NextId = 1;
};
