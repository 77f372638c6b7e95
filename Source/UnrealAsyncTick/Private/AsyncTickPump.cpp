// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "AsyncTickPump.h"

#include "AsyncTickLog.h"
#include "AsyncTickStats.h"
#include "AsyncTickWorlds.h"
#include "CoreGlobals.h"
#include "HAL/PlatformTime.h"

namespace
{
	constexpr double AsyncTickNever = std::numeric_limits<double>::infinity();

	const FAsyncTickDoorbell AsyncTickSilentDoorbell = {
		AsyncTickDoorbellVersion, 0, AsyncTickNever, AsyncTickNever, AsyncTickNever, AsyncTickNever};
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
	if (Doorbell->NextDueReal <= FPlatformTime::Seconds())
	{
		return true;
	}
	if (Doorbell->NextDueGame == AsyncTickNever && Doorbell->NextDueUnpaused == AsyncTickNever && Doorbell->NextDueAudio == AsyncTickNever)
	{
		return false;
	}
	AdvanceClocks(0.0f);
	const FAsyncTickFrame& Now = Clocks.GetFrame();
	return Doorbell->NextDueGame <= Now.Game || Doorbell->NextDueUnpaused <= Now.Unpaused || Doorbell->NextDueAudio <= Now.Audio;
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

void FAsyncTickPump::ReportIdleFrame()
{
#if ASYNCTICK_WITH_STATS
	// Between two pumped frames no task of the loop starts or ends.
	FAsyncTickReport Report = {};
	Report.LiveTasks = LiveTasks;
	ASYNCTICK_REPORT(Report);
#endif
}
