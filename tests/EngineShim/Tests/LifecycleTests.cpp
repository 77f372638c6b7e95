// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "Containers/Ticker.h"
#include "Engine/World.h"
#include "FakeManaged.h"
#include "HAL/IConsoleManager.h"
#include "Misc/CoreDelegates.h"
#include "Testing.h"
#include "UObject/UObjectGlobals.h"

#include <memory>

namespace
{
	using FStrings = std::vector<std::string>;
}

TEST(Exit_EnginePreExit_DrainsAndStopsOnce)
{
	std::unique_ptr<FEngineFixture> Engine = std::make_unique<FEngineFixture>();
	FFakeManaged& Managed = Engine->Managed;
	FCoreDelegates::OnEnginePreExit.Broadcast();
	EXPECT((Managed.Events == FStrings{"PreExit", "Stop"}));
	Managed.Doorbell.Ready = 1;
	Shim::TickFrames(3);
	EXPECT(Managed.Frames.empty());
	EXPECT(Engine->Exec("AsyncTick.List").find("The engine is shutting down.") != std::string::npos);
	FCoreDelegates::OnEnginePreExit.Broadcast();
	EXPECT(Managed.Events.size() == 2);
}

TEST(Exit_ManagedHalfThatWillNotStop_IsLeftBehindWithAWarning)
{
	FEngineFixture Engine;
	Engine.Managed.StopStatus = EAsyncTickStatus::Refused;
	FCoreDelegates::OnEnginePreExit.Broadcast();
	EXPECT(Shim::Log().Count(ELogVerbosity::Warning, "did not stop cleanly") == 1);
}

TEST(Module_StartedAndStoppedAHundredTimes_LeavesNothingBehind)
{
	for (int32 Round = 0; Round < 100; ++Round)
	{
		FEngineFixture Engine;
		Engine.Managed.Doorbell.Ready = 1;
		Shim::TickFrames(2);
		EXPECT(Engine.Managed.Frames.size() == 2);
	}
	EXPECT(FTSTicker::GetCoreTicker().ShimCount() == 0);
	EXPECT(IConsoleManager::Get().FindConsoleObject(TEXT("AsyncTick.Run")) == nullptr);
	EXPECT(!FCoreDelegates::OnEnginePreExit.IsBound());
	EXPECT(!FCoreDelegates::OnFEngineLoopInitComplete.IsBound());
	EXPECT(!FWorldDelegates::OnWorldBeginTearDown.IsBound());
	EXPECT(!FWorldDelegates::OnWorldCleanup.IsBound());
	EXPECT(!FWorldDelegates::OnPostWorldInitialization.IsBound());
}

TEST(World_TornDown_IsToldOnceAndOnlyIfItWasKnown)
{
	FEngineFixture Engine;
	UWorld* Known = Shim::CreateWorld(EWorldType::Game, TEXT("Known"));
	UWorld* Preview = Shim::CreateWorld(EWorldType::EditorPreview, TEXT("Preview"));
	Shim::Exec("AsyncTick.List", nullptr, Known);
	const uint64 Id = Engine.Managed.Commands[0].World;
	Shim::DestroyWorld(Preview);
	EXPECT(Engine.Managed.Events.empty());
	Shim::DestroyWorld(Known);
	EXPECT((Engine.Managed.Events == FStrings{"EndWorld " + std::to_string(Id)}));
	EXPECT(Engine.Native().SetCurrentWorld(Engine.Native().Context, Id) == EAsyncTickStatus::NoWorld);
}

TEST(World_AskedForDuringItsCleanup_StaysEnded)
{
	FEngineFixture Engine;
	for (const bool bKnown : {true, false})
	{
		UWorld* World = Shim::CreateWorld(EWorldType::Game, TEXT("Ending"));
		if (bKnown)
		{
			EXPECT(Engine.Module().GetWorldId(World) != 0);
		}
		uint64 DuringCleanup = 1;
		FAsyncTickFrame Frame;
		// Bound after the module's own, and so called after it.
		const FDelegateHandle Handle = FWorldDelegates::OnWorldCleanup.AddLambda([&](UWorld* Ended, bool, bool)
			{ DuringCleanup = Engine.Module().GetWorldId(Ended); });
		FWorldDelegates::OnWorldCleanup.Broadcast(World, true, true);
		FWorldDelegates::OnWorldCleanup.Remove(Handle);
		EXPECT(DuringCleanup == 0);
		EXPECT(Engine.Module().GetWorldId(World) == 0);
		EXPECT(Engine.Module().SampleWorld(DuringCleanup, Frame) == EAsyncTickStatus::NoWorld);
		Shim::DeleteWorld(World);
	}
}

TEST(World_CommandDuringItsCleanup_IsRefusedWithOneLine)
{
	FEngineFixture Engine;
	UWorld* World = Shim::CreateWorld(EWorldType::Game, TEXT("Ending"));
	Shim::FRecorder Console;
	const FDelegateHandle Handle = FWorldDelegates::OnWorldCleanup.AddLambda([&](UWorld* Ended, bool, bool)
		{ Shim::Exec("AsyncTick.Run Late.cs", &Console, Ended); });
	FWorldDelegates::OnWorldCleanup.Broadcast(World, true, true);
	FWorldDelegates::OnWorldCleanup.Remove(Handle);
	const auto Lines = Console.Take();
	EXPECT(Lines.size() == 1 && Lines[0].Text == "AsyncTick.Run: the world of this console has ended.");
	EXPECT(Engine.Managed.Commands.empty());
	Shim::DeleteWorld(World);
}

TEST(World_MadeAgainOfTheSameObject_GetsANewNumber)
{
	FEngineFixture Engine;
	UWorld* World = Shim::CreateWorld(EWorldType::Game, TEXT("Streamed"));
	const uint64 First = Engine.Module().GetWorldId(World);
	FWorldDelegates::OnWorldCleanup.Broadcast(World, true, true);
	FWorldDelegates::OnPostWorldInitialization.Broadcast(World, UWorld::InitializationValues());
	EXPECT(Engine.Module().GetWorldId(World) > First);
	Shim::DestroyWorld(World);
}

TEST(World_WithoutSettings_IsSampled)
{
	FEngineFixture Engine;
#if WITH_EDITOR
	UWorld* World = Shim::BeginPlayInEditor();
#else
	UWorld* World = Shim::GetPlayWorld();
#endif
	World->ShimHasSettings = false;
	FAsyncTickFrame Frame = {};
	EXPECT(Engine.Native().SampleClocks(Engine.Native().Context, &Frame) == EAsyncTickStatus::Ok);
	EXPECT(Frame.Playing == 1 && Frame.TimeDilation == 1.0);
	Frame = {};
	EXPECT(Engine.Module().SampleWorld(Engine.Module().GetWorldId(World), Frame) == EAsyncTickStatus::Ok);
	EXPECT(Frame.TimeDilation == 1.0);
}

TEST(World_Numbers_AreNeverUsedTwice)
{
	FEngineFixture Engine;
	uint64 Last = 0;
	for (int32 Round = 0; Round < 20; ++Round)
	{
		UWorld* World = Shim::CreateWorld(EWorldType::Game, TEXT("Round"));
		Shim::Exec("AsyncTick.List", nullptr, World);
		const uint64 Id = Engine.Managed.Commands.back().World;
		EXPECT(Id > Last);
		Last = Id;
		Shim::DestroyWorld(World);
	}
}

#if WITH_EDITOR
TEST(Settings_Edited_AreHandedOnWhileRunning)
{
	FEngineFixture Engine;
	UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
	EXPECT(Settings->GetCategoryName() == FName("Plugins"));
	Settings->MaxPumpMilliseconds = 8.0f;
	const auto Before = Settings->ScriptDirectories;
	SetFolder(Settings->ScriptDirectories.AddDefaulted_GetRef(), "/elsewhere");
	FPropertyChangedEvent Event;
	Settings->OnSettingChanged().Broadcast(Settings, Event);
	EXPECT(Engine.Managed.LastSettings.BudgetSeconds == 0.008);
	EXPECT(Engine.Module().GetStartInfo().ScriptDirectoryCount == 3);
	Settings->MaxPumpMilliseconds = 4.0f;
	Settings->ScriptDirectories = Before;
}
#endif

TEST(Settings_ConsoleCommandsOff_RegistersNone)
{
	GetMutableDefault<UUnrealAsyncTickSettings>()->bConsoleCommands = false;
	{
		FEngineFixture Engine;
		EXPECT(IConsoleManager::Get().FindConsoleObject(TEXT("AsyncTick.Run")) == nullptr);
	}
	GetMutableDefault<UUnrealAsyncTickSettings>()->bConsoleCommands = true;
}
