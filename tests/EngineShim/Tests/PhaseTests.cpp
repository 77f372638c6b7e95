// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Engine/Level.h"
#include "Engine/World.h"
#include "FakeManaged.h"
#include "Testing.h"

namespace
{
	/** The play world: that of a session in the editor, or the game's. */
	UWorld* Play()
	{
#if WITH_EDITOR
		return Shim::BeginPlayInEditor();
#else
		return Shim::GetPlayWorld();
#endif
	}

	constexpr int32 AllPhases = (1 << AsyncTickPhase::Num) - 1;
}

TEST(Phases_NobodyWaits_NoManagedCallAndNoTickFunction)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	Shim::TickFrames(100);
	EXPECT(Engine.Managed.Phases.empty() && Engine.Managed.Frames.empty());
	EXPECT(Engine.Module().GetCounters().PhaseTicks == 0);
	EXPECT(World->PersistentLevel->ShimFunctions.empty());
	EXPECT(Engine.Module().GetStartInfo().Phases == AllPhases);
}

TEST(Phases_AllWanted_AreCalledInTheFramesOrder)
{
	FEngineFixture Engine;
	Play();
	Engine.Managed.Doorbell.Phases = AllPhases;
	Shim::TickFrame();
	EXPECT((Engine.Managed.Phases == std::vector<int32>{0, 1, 2, 3, 4}));
	EXPECT(Engine.Managed.Frames.empty());
}

TEST(Phases_WantedNoMore_TickFunctionsLeaveTheWorld)
{
	FEngineFixture Engine;
	UWorld* World = Play();
	Engine.Managed.Doorbell.Phases = 1 << AsyncTickPhase::PostPhysics;
	Shim::TickFrames(2);
	EXPECT((Engine.Managed.Phases == std::vector<int32>{2, 2}));
	EXPECT(World->PersistentLevel->ShimFunctions.size() == 3);
	Engine.Managed.Doorbell.Phases = 0;
	Shim::TickFrame();
	EXPECT(World->PersistentLevel->ShimFunctions.empty());
}

TEST(Phases_GameIsPaused_StillCome)
{
	FEngineFixture Engine;
	Play()->ShimPaused = true;
	Engine.Managed.Doorbell.Phases = 1 << AsyncTickPhase::PrePhysics;
	Shim::TickFrame();
	EXPECT(Engine.Managed.Phases.size() == 1);
}

TEST(Phases_WorldEndsInAPhase_NothingIsLeftInItsLevel)
{
	FEngineFixture Engine;
	Play();
	Engine.Managed.Doorbell.Phases = AllPhases;
	Shim::TickFrame();
#if WITH_EDITOR
	// The level's destructor checks that no tick function is left.
	Shim::EndPlayInEditor();
	Engine.Managed.Phases.clear();
	Shim::TickFrame();
	EXPECT((Engine.Managed.Phases == std::vector<int32>{0, 4}));
#endif
}

TEST(Phases_PostDuringTheFrame_IsLookedAtOnceMoreAtItsEnd)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Ready = 1;
	Engine.Managed.OnTick = [&]
	{ Engine.Managed.Doorbell.Posted = 1; };
	Shim::TickFrame();
	EXPECT((Engine.Managed.Phases == std::vector<int32>{AsyncTickPhase::EndOfFrame}));
	EXPECT(Engine.Module().GetCounters().PhaseTicks == 1);
}

TEST(Phases_InsideAManagedFrame_AreRefused)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Phases = AllPhases;
	Engine.Managed.OnPhase = [&]
	{
		if (Engine.Managed.Phases.size() == 1)
		{
			Shim::TickFrame();
		}
	};
	Shim::TickFrame();
	EXPECT(Engine.Managed.Phases.front() == AsyncTickPhase::BeginFrame);
	EXPECT(Engine.Module().GetCounters().NestedTicks >= 1);
}
