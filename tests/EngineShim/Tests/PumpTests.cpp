// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Containers/Ticker.h"
#include "Engine/World.h"
#include "FakeManaged.h"
#include "GameFramework/WorldSettings.h"
#include "Testing.h"

#include <cmath>

namespace
{
	bool IsNear(double A, double B)
	{
		return std::fabs(A - B) < 1e-9;
	}

	/** The play world: that of a session in the editor, or the game's. */
	UWorld* Play()
	{
#if WITH_EDITOR
		return Shim::BeginPlayInEditor();
#else
		return Shim::GetPlayWorld();
#endif
	}
}

TEST(Pump_IdleFrames_MakeNoManagedCall)
{
	FEngineFixture Engine;
	Shim::TickFrames(1000);
	EXPECT(Engine.Managed.Frames.empty());
	EXPECT(Engine.Module().GetCounters().Ticks == 1000);
	EXPECT(Engine.Module().GetCounters().ManagedTicks == 0);
}

TEST(Pump_ReadyRaised_CallsOncePerFrame)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Frames.size() == 3);
	Engine.Managed.Doorbell.Ready = 0;
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Frames.size() == 3);
}

#if STATS
TEST(Pump_IdleFrames_AreShownByTheProfilers)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrame();
	EXPECT(Shim::Profile().Csv.at("AsyncTick/LiveTasks") == 1.0 && Shim::Profile().Csv.at("AsyncTick/Pump") == 1.0);
	EXPECT(Shim::Profile().Stats.at("Live tasks") == 1 && Shim::Profile().Stats.at("Resumed tasks") == 2);
	EXPECT(Shim::Profile().Trace.at("AsyncTick/Resumed") == 2);
	Engine.Managed.Doorbell.Ready = 0;
	for (int32 Frame = 0; Frame < 3; ++Frame)
	{
		Shim::TickFrame();
		EXPECT(Shim::Profile().Csv["AsyncTick/LiveTasks"] == 1.0 && Shim::Profile().Csv.count("AsyncTick/Pump") == 0);
		EXPECT(Shim::Profile().Stats.at("Live tasks") == 1 && Shim::Profile().Stats.at("Resumed tasks") == 0);
		EXPECT(Shim::Profile().Trace.at("AsyncTick/Resumed") == 0);
	}
	Engine.Module().Disconnect(&Engine.Managed);
	Shim::TickFrame();
	EXPECT(Shim::Profile().Stats.at("Live tasks") == 0);
}
#endif

TEST(Pump_RealWait_CallsInTheFrameThatIsDue)
{
	FEngineFixture Engine;
	FAsyncTickFrame Now = {};
	EXPECT(Engine.Native().SampleClocks(Engine.Native().Context, &Now) == EAsyncTickStatus::Ok);
	Engine.Managed.Doorbell.NextDue[AsyncTickClock::Real] = Now.Clocks[AsyncTickClock::Real] + 0.05;
	Shim::TickFrames(4, 0.0125 - 1e-6);
	EXPECT(Engine.Managed.Frames.empty());
	Shim::TickFrame(0.0125);
	EXPECT(Engine.Managed.Frames.size() == 1);
	EXPECT(Engine.Managed.Frames[0].Clocks[AsyncTickClock::Real] >= Now.Clocks[AsyncTickClock::Real] + 0.05);
}

TEST(Pump_GameWaitWhilePaused_StaysAsleep)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrame();
	Engine.Managed.Doorbell.Ready = 0;
	Engine.Managed.Doorbell.NextDue[AsyncTickClock::Game] = Engine.Managed.Frames[0].Clocks[AsyncTickClock::Game] + 1.0;
	World->ShimPaused = true;
	Shim::TickFrames(100, 0.1);
	EXPECT(Engine.Managed.Frames.size() == 1);
	World->ShimPaused = false;
	Shim::TickFrames(11, 0.1);
	EXPECT(Engine.Managed.Frames.size() >= 2);
	Engine.Managed.Doorbell.NextDue[AsyncTickClock::Game] = std::numeric_limits<double>::infinity();
}

TEST(Pump_Clocks_FollowPauseAndDilation)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrame(0.1);
	World->GetWorldSettings()->TimeDilation = 0.5f;
	Shim::TickFrame(0.1);
	World->ShimPaused = true;
	Shim::TickFrame(0.1);

	const std::vector<FAsyncTickFrame>& Frames = Engine.Managed.Frames;
	EXPECT(IsNear(Frames[1].Clocks[AsyncTickClock::Game] - Frames[0].Clocks[AsyncTickClock::Game], 0.05));
	EXPECT(IsNear(Frames[1].Clocks[AsyncTickClock::Unpaused] - Frames[0].Clocks[AsyncTickClock::Unpaused], 0.05));
	EXPECT(IsNear(Frames[1].Clocks[AsyncTickClock::Audio] - Frames[0].Clocks[AsyncTickClock::Audio], 0.1));
	EXPECT(IsNear(Frames[1].Clocks[AsyncTickClock::Real] - Frames[0].Clocks[AsyncTickClock::Real], 0.1));
	EXPECT(IsNear(Frames[1].TimeDilation, 0.5));
	EXPECT(Frames[1].Paused == 0 && Frames[1].Playing == 1);
	EXPECT(IsNear(Frames[2].Clocks[AsyncTickClock::Game], Frames[1].Clocks[AsyncTickClock::Game]));
	EXPECT(IsNear(Frames[2].Clocks[AsyncTickClock::Audio], Frames[1].Clocks[AsyncTickClock::Audio]));
	EXPECT(IsNear(Frames[2].Clocks[AsyncTickClock::Unpaused] - Frames[1].Clocks[AsyncTickClock::Unpaused], 0.05));
	EXPECT(Frames[2].Paused == 1);
	EXPECT(IsNear(Frames[2].DeltaSeconds, static_cast<double>(0.1f)));
}

#if WITH_EDITOR
TEST(Pump_NewWorld_ClocksGoOnWithoutAJump)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Ready = 1;
	Shim::BeginPlayInEditor();
	Shim::TickFrames(10, 0.1);
	Shim::EndPlayInEditor();
	Shim::TickFrames(10, 0.1);
	Shim::BeginPlayInEditor();
	Shim::TickFrames(10, 0.1);

	const std::vector<FAsyncTickFrame>& Frames = Engine.Managed.Frames;
	for (SIZE_T Index = 1; Index < Frames.size(); ++Index)
	{
		const double Step = Frames[Index].Clocks[AsyncTickClock::Game] - Frames[Index - 1].Clocks[AsyncTickClock::Game];
		EXPECT(Step >= 0.0 && Step < 0.1 + 1e-9);
	}
	EXPECT(Frames[5].World != 0 && Frames[25].World != 0 && Frames[5].World != Frames[25].World);
}

TEST(Pump_NoPlayWorld_GameClockFollowsRealTime)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrames(2, 0.25);
	EXPECT(IsNear(Engine.Managed.Frames[1].Clocks[AsyncTickClock::Game] - Engine.Managed.Frames[0].Clocks[AsyncTickClock::Game], 0.25));
	EXPECT(Engine.Managed.Frames[1].Playing == 0);
	EXPECT(Engine.Managed.Frames[1].World != 0);
}
#endif

TEST(Pump_NestedTick_IsRefusedAndCounted)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Ready = 1;
	Engine.Managed.OnTick = []
	{ FTSTicker::GetCoreTicker().Tick(0.01f); };
	Shim::TickFrame();
	EXPECT(Engine.Managed.Frames.size() == 1);
	EXPECT(Engine.Module().GetCounters().NestedTicks == 1);
	Engine.Managed.OnTick = nullptr;
	Shim::TickFrame();
	EXPECT(Engine.Managed.Frames.size() == 2);
}

TEST(Pump_ShutdownFromInsideATick_DoesNotTickAgain)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Ready = 1;
	Engine.Managed.OnTick = [&Engine]
	{ Engine.Module().Disconnect(&Engine.Managed); };
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Frames.size() == 1);
}

TEST(Ticker_AfterShutdown_HasNoCallbackLeft)
{
	{
		FEngineFixture Engine;
		// The pump's, and the message log's in the editor.
		EXPECT(FTSTicker::GetCoreTicker().ShimCount() == 1 + WITH_EDITOR);
	}
	EXPECT(FTSTicker::GetCoreTicker().ShimCount() == 0);
}

TEST(Ticker_StandIn_HasTheEnginesRules)
{
	FTSTicker& Ticker = FTSTicker::GetCoreTicker();
	int32 Outer = 0;
	int32 Inner = 0;
	int32 Once = 0;
	FTSTicker::FDelegateHandle InnerHandle;
	const FTSTicker::FDelegateHandle OuterHandle = Ticker.AddTicker(FTickerDelegate::CreateLambda([&](float)
		{
		if (++Outer == 1)
		{
			InnerHandle = Ticker.AddTicker(FTickerDelegate::CreateLambda([&](float) { ++Inner; FTSTicker::RemoveTicker(InnerHandle); return true; }));
		}
		return true; }));
	Ticker.AddTicker(FTickerDelegate::CreateLambda([&](float)
		{ ++Once; return false; }));
	Ticker.Tick(0.1f);
	EXPECT(Outer == 1 && Inner == 0 && Once == 1);
	Ticker.Tick(0.1f);
	Ticker.Tick(0.1f);
	EXPECT(Outer == 3 && Inner == 1 && Once == 1);
	EXPECT(!InnerHandle.IsValid());
	FTSTicker::RemoveTicker(OuterHandle);
	FTSTicker::RemoveTicker(OuterHandle);
	EXPECT(Ticker.ShimCount() == 0);
}
