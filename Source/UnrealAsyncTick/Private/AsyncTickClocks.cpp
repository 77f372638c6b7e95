// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "AsyncTickClocks.h"

#include "Engine/World.h"
#include "GameFramework/WorldSettings.h"
#include "HAL/PlatformTime.h"

void ReadAsyncTickClocks(const UWorld& World, double (&OutClocks)[AsyncTickClock::Num])
{
	OutClocks[AsyncTickClock::Game] = World.GetTimeSeconds();
	OutClocks[AsyncTickClock::Unpaused] = World.GetUnpausedTimeSeconds();
	OutClocks[AsyncTickClock::Audio] = World.GetAudioTimeSeconds();
}

void FAsyncTickClocks::Sample(UWorld* PlayWorld, float DeltaSeconds)
{
	const double Now = FPlatformTime::Seconds();
	double& Real = Frame.Clocks[AsyncTickClock::Real];
	const double RealStep = bStarted ? FMath::Max(0.0, Now - Real) : 0.0;
	if (!bStarted)
	{
		bStarted = true;
		for (double& Clock : Frame.Clocks)
		{
			Clock = Now;
		}
	}
	Real = FMath::Max(Real, Now);
	Frame.DeltaSeconds = DeltaSeconds;

	if (PlayWorld == nullptr)
	{
		LastWorld.Reset();
		for (int32 Clock = AsyncTickClock::Real + 1; Clock < AsyncTickClock::Num; ++Clock)
		{
			Frame.Clocks[Clock] += RealStep;
		}
		Frame.TimeDilation = 1.0;
		Frame.Paused = 0;
		Frame.Playing = 0;
		return;
	}

	const bool bSameWorld = LastWorld.Get() == PlayWorld;
	LastWorld = PlayWorld;
	double Counts[AsyncTickClock::Num] = {};
	ReadAsyncTickClocks(*PlayWorld, Counts);
	for (int32 Clock = AsyncTickClock::Real + 1; Clock < AsyncTickClock::Num; ++Clock)
	{
		// A new world's count says nothing about the last one's.
		Frame.Clocks[Clock] += bSameWorld ? FMath::Max(0.0, Counts[Clock] - Last[Clock]) : 0.0;
		Last[Clock] = Counts[Clock];
	}

	const AWorldSettings* WorldSettings = PlayWorld->GetWorldSettings(false, false);
	Frame.TimeDilation = WorldSettings != nullptr ? WorldSettings->GetEffectiveTimeDilation() : 1.0;
	Frame.Paused = PlayWorld->IsPaused() ? 1 : 0;
	Frame.Playing = 1;
}
