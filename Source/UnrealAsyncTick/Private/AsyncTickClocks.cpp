// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "AsyncTickClocks.h"

#include "Engine/World.h"
#include "GameFramework/WorldSettings.h"
#include "HAL/PlatformTime.h"

namespace
{
	/** Moves Clock by what Count has grown since Last. */
	void AdvanceAsyncTickClock(double& Clock, double& Last, double Count)
	{
		Clock += FMath::Max(0.0, Count - Last);
		Last = Count;
	}

	/** A world without its levels has no settings. */
	double GetAsyncTickDilation(const UWorld& World)
	{
		const AWorldSettings* WorldSettings = World.GetWorldSettings(false, false);
		return WorldSettings != nullptr ? WorldSettings->GetEffectiveTimeDilation() : 1.0;
	}
}

void FAsyncTickClocks::Sample(UWorld* PlayWorld, float DeltaSeconds)
{
	const double Now = FPlatformTime::Seconds();
	const double RealStep = bStarted ? FMath::Max(0.0, Now - Frame.Real) : 0.0;
	if (!bStarted)
	{
		bStarted = true;
		Frame.Real = Frame.Game = Frame.Unpaused = Frame.Audio = Now;
	}
	Frame.Real = FMath::Max(Frame.Real, Now);
	Frame.DeltaSeconds = DeltaSeconds;

	if (PlayWorld == nullptr)
	{
		LastWorld.Reset();
		Frame.Game += RealStep;
		Frame.Unpaused += RealStep;
		Frame.Audio += RealStep;
		Frame.TimeDilation = 1.0;
		Frame.Paused = 0;
		Frame.Playing = 0;
		return;
	}

	if (LastWorld.Get() != PlayWorld)
	{
		LastWorld = PlayWorld;
		LastGame = PlayWorld->GetTimeSeconds();
		LastUnpaused = PlayWorld->GetUnpausedTimeSeconds();
		LastAudio = PlayWorld->GetAudioTimeSeconds();
	}
	AdvanceAsyncTickClock(Frame.Game, LastGame, PlayWorld->GetTimeSeconds());
	AdvanceAsyncTickClock(Frame.Unpaused, LastUnpaused, PlayWorld->GetUnpausedTimeSeconds());
	AdvanceAsyncTickClock(Frame.Audio, LastAudio, PlayWorld->GetAudioTimeSeconds());

	Frame.TimeDilation = GetAsyncTickDilation(*PlayWorld);
	Frame.Paused = PlayWorld->IsPaused() ? 1 : 0;
	Frame.Playing = 1;
}

void FAsyncTickClocks::SampleWorld(const UWorld& World, FAsyncTickFrame& OutFrame)
{
	OutFrame = {};
	OutFrame.Real = FPlatformTime::Seconds();
	OutFrame.Game = World.GetTimeSeconds();
	OutFrame.Unpaused = World.GetUnpausedTimeSeconds();
	OutFrame.Audio = World.GetAudioTimeSeconds();
	OutFrame.TimeDilation = GetAsyncTickDilation(World);
	OutFrame.Paused = World.IsPaused() ? 1 : 0;
	OutFrame.Playing = World.WorldType == EWorldType::PIE || World.WorldType == EWorldType::Game ? 1 : 0;
}
