// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickPump.h"

#include "AsyncTickLog.h"
#include "AsyncTickStats.h"
#include "AsyncTickWorlds.h"
#include "CoreGlobals.h"
#include "HAL/PlatformTime.h"

namespace
{
	constexpr double AsyncTickNever = std::numeric_limits<double>::infinity();

	FAsyncTickDoorbell MakeAsyncTickSilentDoorbell()
	{
		FAsyncTickDoorbell Silent = {AsyncTickDoorbellVersion, 0, {}, 0, 0};
		for (double& NextDue : Silent.NextDue)
		{
			NextDue = AsyncTickNever;
		}
		return Silent;
	}

	const FAsyncTickDoorbell AsyncTickSilentDoorbell = MakeAsyncTickSilentDoorbell();
}

FAsyncTickPump::FAsyncTickPump(FAsyncTickWorlds& InWorlds, FAsyncTickCounters& InCounters)
	: Worlds(InWorlds)
	, Counters(InCounters)
	, Doorbell(&AsyncTickSilentDoorbell)
{
}

void FAsyncTickPump::Connect(const FAsyncTickManagedApi& Managed)
{
	Api = Managed;
	Doorbell = Managed.Doorbell;
}

void FAsyncTickPump::Disconnect()
{
	Doorbell = &AsyncTickSilentDoorbell;
	Api = {};
	LiveTasks = 0;
}

void FAsyncTickPump::AdvanceClocks(float DeltaSeconds)
{
	Clocks.Sample(Worlds.FindPlayWorld(), DeltaSeconds);
}

const FAsyncTickFrame& FAsyncTickPump::Sample(float DeltaSeconds)
{
	AdvanceClocks(DeltaSeconds);
	Clocks.SetPlace(Worlds.GetId(Worlds.FindDefaultWorld()), GFrameCounter);
	return Clocks.GetFrame();
}

bool FAsyncTickPump::IsWaitOver()
{
	if (Doorbell->NextDue[AsyncTickClock::Real] <= FPlatformTime::Seconds())
	{
		return true;
	}
	bool bSampled = false;
	for (int32 Clock = AsyncTickClock::Real + 1; Clock < AsyncTickClock::Num; ++Clock)
	{
		const double NextDue = Doorbell->NextDue[Clock];
		if (NextDue == AsyncTickNever)
		{
			continue;
		}
		if (!bSampled)
		{
			bSampled = true;
			AdvanceClocks(0.0f);
		}
		if (NextDue <= Clocks.GetFrame().Clocks[Clock])
		{
			return true;
		}
	}
	return false;
}

void FAsyncTickPump::PumpFrame(float DeltaSeconds)
{
	if (bPumping)
	{
		// Some engine paths tick the core ticker while they block. A task that took one is still on this stack, so
		// nothing else may run until it is done.
		++Counters.NestedTicks;
		UE_LOG(LogAsyncTick, Verbose, TEXT("A task made the engine tick from inside a frame; that tick was refused."));
		return;
	}

	ASYNCTICK_SCOPE_PUMP();
	++Counters.ManagedTicks;
	bPumping = true;

	// A copy: native calls that managed code makes during the frame sample again.
	const FAsyncTickFrame Frame = Sample(DeltaSeconds);
	FAsyncTickReport Report = {};
	Api.Tick(Api.Context, &Frame, &Report);

	bPumping = false;
	LiveTasks = Api.Context != nullptr ? Report.LiveTasks : 0;
	ASYNCTICK_REPORT(Report);
}

void FAsyncTickPump::PumpPhase(AsyncTickPhase::Type Phase)
{
	if (bPumping)
	{
		// As in PumpFrame; what waits for the phase waits for the next one.
		++Counters.NestedTicks;
		return;
	}

	ASYNCTICK_SCOPE_PUMP();
	++Counters.PhaseTicks;
	bPumping = true;
	const FAsyncTickFrame Frame = Sample(0.0f);
	Api.TickPhase(Api.Context, Phase, &Frame);
	bPumping = false;
}

void FAsyncTickPump::ReportIdleFrame()
{
#if ASYNCTICK_WITH_STATS
	// A task that starts or ends between two frames has the next one pumped.
	FAsyncTickReport Report = {};
	Report.LiveTasks = LiveTasks;
	ASYNCTICK_REPORT(Report);
#endif
}
