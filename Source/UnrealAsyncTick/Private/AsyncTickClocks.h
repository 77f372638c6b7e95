// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "UObject/WeakObjectPtr.h"

class UWorld;

/**
 * The clocks of a frame. Every world counts from its own zero, so the sums here are made of steps: a wait that was
 * started in one world is never compared with another world's count, and no clock ever goes back.
 */
class FAsyncTickClocks
{
public:
	/** Advances every clock to now. PlayWorld may be null: then all of them follow real time. */
	void Sample(UWorld* PlayWorld, float DeltaSeconds);

	/** One world's own count, with that world's own zero; OutFrame's number and frame are left empty. */
	static void SampleWorld(const UWorld& World, FAsyncTickFrame& OutFrame);

	/** Notes where and when the sample was taken. */
	void SetPlace(uint64 World, uint64 EngineFrame)
	{
		Frame.World = World;
		Frame.EngineFrame = EngineFrame;
	}

	/** As of the last Sample. */
	const FAsyncTickFrame& GetFrame() const { return Frame; }

private:
	FAsyncTickFrame Frame = {};
	TWeakObjectPtr<UWorld> LastWorld;
	/** What the world's clocks showed at the last sample. */
	double Last[AsyncTickClock::Num] = {};
	bool bStarted = false;
};
