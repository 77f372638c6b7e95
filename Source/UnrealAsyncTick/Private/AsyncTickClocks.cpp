// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickClocks.h"

#include "Engine/World.h"
#include "GameFramework/WorldSettings.h"
#include "HAL/PlatformTime.h"

namespace
{
	/** Reads the clocks of one world, each with its own zero; real time, which is the machine's, is left alone. */
	void ReadAsyncTickClocks(const UWorld& World, double (&OutClocks)[AsyncTickClock::Num])
	{
		OutClocks[AsyncTickClock::Game] = World.GetTimeSeconds();
		OutClocks[AsyncTickClock::Unpaused] = World.GetUnpausedTimeSeconds();
		OutClocks[AsyncTickClock::Audio] = World.GetAudioTimeSeconds();
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

	Frame.TimeDilation = GetAsyncTickDilation(*PlayWorld);
	Frame.Paused = PlayWorld->IsPaused() ? 1 : 0;
	Frame.Playing = 1;
}

void FAsyncTickClocks::SampleWorld(const UWorld& World, FAsyncTickFrame& OutFrame)
{
	OutFrame = {};
	OutFrame.Clocks[AsyncTickClock::Real] = FPlatformTime::Seconds();
	ReadAsyncTickClocks(World, OutFrame.Clocks);
	OutFrame.TimeDilation = GetAsyncTickDilation(World);
	OutFrame.Paused = World.IsPaused() ? 1 : 0;
	OutFrame.Playing = World.WorldType == EWorldType::PIE || World.WorldType == EWorldType::Game ? 1 : 0;
}
