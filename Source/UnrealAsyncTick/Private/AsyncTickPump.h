// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "AsyncTickClocks.h"
#include "AsyncTickStatsEnabled.h"
#include "HAL/PlatformAtomics.h"
#include "UnrealAsyncTickModule.h"

#include <limits>

class FAsyncTickWorlds;

/** The engine's tick on one side, the managed loop's frame on the other. */
class FAsyncTickPump
{
public:
	FAsyncTickPump(FAsyncTickWorlds& InWorlds, FAsyncTickCounters& InCounters);

	void Connect(const FAsyncTickManagedApi& Managed);
	void Disconnect();

	/** The ticker's callback: a frame without work makes no managed call. Always asks to be called again. */
	bool Tick(float DeltaSeconds)
	{
		++Counters.Ticks;
		if (IsWorkDue())
		{
			PumpFrame(DeltaSeconds);
		}
		else if (ASYNCTICK_WITH_STATS)
		{
			ReportIdleFrame();
		}
		return true;
	}

	/** A phase of the frame has come: a managed call only when a task waits for it. */
	void RunPhase(AsyncTickPhase::Type Phase)
	{
		if ((Doorbell->Phases & (1 << Phase)) != 0)
		{
			PumpPhase(Phase);
		}
	}

	/** As RunPhase, where no world is in the middle of its tick: also when another thread has posted. */
	void RunLook(AsyncTickPhase::Type Phase)
	{
		if (FPlatformAtomics::AtomicRead_Relaxed(&Doorbell->Posted) != 0 || (Doorbell->Phases & (1 << Phase)) != 0)
		{
			PumpPhase(Phase);
		}
	}

	/** Whether a task waits for a tick group of the world. */
	bool WantsTickGroups() const
	{
		constexpr int32 TickGroups = (1 << AsyncTickPhase::PrePhysics) | (1 << AsyncTickPhase::PostPhysics) | (1 << AsyncTickPhase::PostUpdateWork);
		return (Doorbell->Phases & TickGroups) != 0;
	}

	/** Brings the clocks up to date. Before a world ends this keeps the time that it still counted. */
	void AdvanceClocks(float DeltaSeconds);

	/** All clocks as of now, with the number of the default world. */
	const FAsyncTickFrame& Sample(float DeltaSeconds);
	bool IsPumping() const { return bPumping; }

private:
	/** A few loads when nothing is ready and nothing waits for a clock. */
	bool IsWorkDue()
	{
		constexpr double Never = std::numeric_limits<double>::infinity();

		if (FPlatformAtomics::AtomicRead_Relaxed(&Doorbell->Ready) != 0)
		{
			return true;
		}
		// One comparison, without a branch for each clock: nearly every frame takes this path.
		double NextDue = Doorbell->NextDue[0];
		for (int32 Clock = 1; Clock < AsyncTickClock::Num; ++Clock)
		{
			NextDue = FMath::Min(NextDue, Doorbell->NextDue[Clock]);
		}
		return NextDue < Never && IsWaitOver();
	}

	/** Reads the clocks that tasks wait for. */
	bool IsWaitOver();
	void PumpFrame(float DeltaSeconds);
	void PumpPhase(AsyncTickPhase::Type Phase);
	/** A profiler shows every frame, and not only those that resumed something. */
	void ReportIdleFrame();

	FAsyncTickWorlds& Worlds;
	FAsyncTickCounters& Counters;
	FAsyncTickClocks Clocks;
	FAsyncTickManagedApi Api = {};
	/** Never null: without a managed half it is one that never rings. */
	const FAsyncTickDoorbell* Doorbell;
	int32 LiveTasks = 0;
	bool bPumping = false;
};
