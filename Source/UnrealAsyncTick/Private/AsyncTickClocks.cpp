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

	const AWorldSettings* WorldSettings = PlayWorld->GetWorldSettings(false, false);
	Frame.TimeDilation = WorldSettings != nullptr ? WorldSettings->GetEffectiveTimeDilation() : 1.0;
	Frame.Paused = PlayWorld->IsPaused() ? 1 : 0;
	Frame.Playing = 1;
}
