// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "FakeManaged.h"
#include "Testing.h"

#if WITH_EDITOR

	#include "DesktopPlatformModule.h"
	#include "Editor.h"
	#include "Engine/World.h"
	#include "Framework/Docking/TabManager.h"
	#include "Framework/Notifications/NotificationManager.h"
	#include "GameFramework/Actor.h"
	#include "HAL/PlatformProcess.h"
	#include "Logging/MessageLog.h"
	#include "Misc/OutputDeviceRedirector.h"
	#include "Widgets/Docking/SDockTab.h"
	#include "ScopedTransaction.h"
	#include "SourceCodeNavigation.h"
	#include "ToolMenus.h"

	#include <filesystem>
	#include <thread>

namespace
{
	using FStrings = std::vector<std::string>;

	FAsyncTickSpawn MakeSpawn(const FUnits& ClassName, const FUnits& Label)
	{
		FAsyncTickSpawn Spawn = {};
		Spawn.ClassName = ClassName;
		Spawn.Label = Label;
		Spawn.X = 1.0;
		Spawn.Yaw = 90.0;
		return Spawn;
	}
}

TEST(Play_BeginAndEnd_AreOneSessionEach)
{
	FEngineFixture Engine;
	Shim::BeginPlayInEditor();
	EXPECT((Engine.Managed.Events == FStrings{"BeginSession"}));
	Shim::EndPlayInEditor();
	EXPECT((Engine.Managed.Events == FStrings{"BeginSession", "EndSession"}));
	EXPECT(!Engine.Module().IsConnected() || Engine.Managed.Events.back() == "EndSession");
}

TEST(Play_End_ComesWhileTheWorldIsWhole)
{
	FEngineFixture Engine;
	Engine.Managed.Doorbell.Ready = 1;
	Shim::BeginPlayInEditor();
	Shim::TickFrame();
	const uint64 World = Engine.Managed.Frames.back().World;
	bool bWorldWasWhole = false;

	const FDelegateHandle Handle = FEditorDelegates::EndPIE.AddLambda([&](const bool)
		{ bWorldWasWhole = Engine.Native().SetCurrentWorld(Engine.Native().Context, World) == EAsyncTickStatus::Ok && Engine.Managed.Events.back() == "EndSession"; });
	Shim::EndPlayInEditor();
	FEditorDelegates::EndPIE.Remove(Handle);
	EXPECT(bWorldWasWhole);
	EXPECT(Engine.Managed.Events.back() == "EndWorld " + std::to_string(World));
}

TEST(Play_Canceled_EndsTheSession)
{
	FEngineFixture Engine;
	Shim::CancelPlayInEditor();
	EXPECT((Engine.Managed.Events == FStrings{"BeginSession", "EndSession"}));
}

TEST(Play_RunningWhenTheEngineExits_EndsBeforeTheDrain)
{
	FFakeManaged Managed;
	{
		FEngineFixture Engine(false);
		EXPECT(Engine.Module().Connect(Managed.Api) == EAsyncTickStatus::Ok);
		Shim::BeginPlayInEditor();
	}
	EXPECT((Managed.Events == FStrings{"BeginSession", "EndSession", "PreExit", "Stop"}));
}

TEST(Play_ManagedHalfConnectsLate_IsToldOfTheSession)
{
	FEngineFixture Engine(false);
	Shim::BeginPlayInEditor();
	EXPECT(Engine.Module().Connect(Engine.Managed.Api) == EAsyncTickStatus::Ok);
	EXPECT((Engine.Managed.Events == FStrings{"BeginSession"}));
}

TEST(Spawn_IntoTheEditedWorld_CanBeUndone)
{
	FEngineFixture Engine;
	FScopedTransaction::ShimFinished.clear();
	FScopedTransaction::ShimModified = 0;
	const FUnits ClassName("PointLight");
	const FUnits Label("Lampe 😀");
	const FAsyncTickSpawn Spawn = MakeSpawn(ClassName, Label);
	uint64 Actor = 0;
	EXPECT(Engine.Native().SpawnActor(Engine.Native().Context, &Spawn, &Actor) == EAsyncTickStatus::Ok);
	EXPECT(Actor != 0);

	const std::vector<AActor*>& Actors = Shim::GetEditorWorld()->ShimActors;
	EXPECT(Actors.size() == 1);
	EXPECT(Shim::ToUtf8(Actors[0]->GetActorLabel()) == "Lampe 😀");
	EXPECT(Actors[0]->ShimFlags == RF_Transactional);
	EXPECT(Actors[0]->ShimTransform.GetTranslation().X == 1.0 && Actors[0]->ShimTransform.Rotator().Yaw == 90.0);
	EXPECT(FScopedTransaction::ShimFinished.size() == 1 && FScopedTransaction::ShimModified == 1 && FScopedTransaction::ShimOpen == 0);

	EXPECT(Engine.Native().DestroyActor(Engine.Native().Context, Actor) == EAsyncTickStatus::Ok);
	EXPECT(Actors.empty());
	EXPECT(FScopedTransaction::ShimFinished.size() == 2);
}

TEST(Spawn_DuringPlay_GoesToThePlayWorldWithoutATransaction)
{
	FEngineFixture Engine;
	UWorld* Play = Shim::BeginPlayInEditor();
	FScopedTransaction::ShimFinished.clear();
	const FUnits ClassName("APointLight");
	const FUnits Label("Sun");
	const FAsyncTickSpawn Spawn = MakeSpawn(ClassName, Label);
	uint64 Actor = 0;
	EXPECT(Engine.Native().SpawnActor(Engine.Native().Context, &Spawn, &Actor) == EAsyncTickStatus::Ok);
	EXPECT(Play->ShimActors.size() == 1 && Shim::GetEditorWorld()->ShimActors.empty());
	EXPECT(Shim::ToUtf8(Play->ShimActors[0]->GetActorLabel()) == "Sun");
	EXPECT(FScopedTransaction::ShimFinished.empty());
	EXPECT(Engine.Native().FindActor(Engine.Native().Context, Actor) == EAsyncTickStatus::Ok);
	Shim::EndPlayInEditor();
	EXPECT(Engine.Native().FindActor(Engine.Native().Context, Actor) == EAsyncTickStatus::UnknownHandle);
	EXPECT(Engine.Native().DestroyActor(Engine.Native().Context, Actor) == EAsyncTickStatus::UnknownHandle);
}

namespace
{
	/** Chooses an entry of Tools > Async Tick. */
	void Choose(const char* Name)
	{
		UToolMenu* Menu = UToolMenus::Get()->ExtendMenu("LevelEditor.MainMenu.Tools");
		EXPECT(Menu->ShimSections.size() == 1);
		for (const FToolMenuEntry& Entry : Menu->ShimSections[0]->ShimEntries)
		{
			if (Entry.Name == FName(Name))
			{
				Entry.Action.ExecuteAction.Execute();
				return;
			}
		}
		EXPECT(!"there is no such entry");
	}
}

TEST(Menu_Tools_HasEntriesThatRunCommands)
{
	FEngineFixture Engine;
	Choose("AsyncTickList");
	Choose("AsyncTickStats");
	Choose("AsyncTickCancelAll");
	EXPECT(Engine.Managed.Commands.size() == 3);
	EXPECT(Engine.Managed.Commands[0].Line == "AsyncTick.List" && Engine.Managed.Commands[1].Line == "AsyncTick.Stats" && Engine.Managed.Commands[2].Line == "AsyncTick.CancelAll");
}

TEST(Menu_Tools_RunsAScriptThatIsPicked_AndNothingWhenThatIsCanceled)
{
	FEngineFixture Engine;
	FDesktopPlatformModule::Get()->ShimPicked = FString();
	Choose("AsyncTickRun");
	EXPECT(Engine.Managed.Commands.empty());
	FDesktopPlatformModule::Get()->ShimPicked = TEXT("/project/Content/Scripts/My Radio.cs");
	Choose("AsyncTickRun");
	EXPECT(Engine.Managed.Commands.size() == 1 && Engine.Managed.Commands[0].Line == "AsyncTick.Run \"/project/Content/Scripts/My Radio.cs\"");
}

TEST(Menu_Tools_OpensTheDashboardInTheBrowser_TheTabAndTheSettings)
{
	FEngineFixture Engine;
	Engine.Managed.OnCommand = [&](const FFakeManaged::FCommand&)
	{
		const FUnits Answer("The dashboard is ready: http://127.0.0.1:9270/#token\nThis link gives the right to run code here.");
		Engine.Native().WriteConsole(Engine.Native().Context, ELogVerbosity::Display, Answer.Units.data(), static_cast<int32>(Answer.Units.size()));
		return EAsyncTickStatus::Ok;
	};
	Choose("AsyncTickDashboard");
	EXPECT(Shim::ToUtf8(FPlatformProcess::ShimLaunched) == "http://127.0.0.1:9270/#token");
	FPlatformProcess::ShimLaunched.Reset();
	Engine.Managed.OnCommand = nullptr;
	Choose("AsyncTickDashboard");
	EXPECT(FPlatformProcess::ShimLaunched.IsEmpty());

	Choose("AsyncTickTasks");
	EXPECT(FGlobalTabmanager::Get()->ShimTab.IsValid());
	Choose("AsyncTickSettings");
	EXPECT(Shim::Log().Contains("settings Project/Plugins/UnrealAsyncTickSettings"));
}

TEST(Menu_AfterShutdown_IsGone)
{
	{
		FEngineFixture Engine;
	}
	EXPECT(UToolMenus::Get()->ExtendMenu("LevelEditor.MainMenu.Tools")->ShimSections[0]->ShimEntries.empty());
	EXPECT(!FEditorDelegates::BeginPIE.IsBound() && !FEditorDelegates::CancelPIE.IsBound());
}

namespace
{
	void WriteError(const FAsyncTickNativeApi& Native, const std::string& Text, int32 Verbosity = ELogVerbosity::Error)
	{
		const FUnits Line(Text);
		Native.Log(Native.Context, Verbosity, Line.Units.data(), static_cast<int32>(Line.Units.size()));
	}
}

TEST(MessageLog_FaultOfAScript_LinksToItsLine)
{
	FEngineFixture Engine;
	std::vector<TSharedRef<FTokenizedMessage>>& Shown = FMessageLog::ShimShown("AsyncTick");
	Shown.clear();
	const std::string File = std::filesystem::absolute(__FILE__).generic_string();
	WriteError(Engine.Native(), "Radio faulted: InvalidOperationException: no\n   at System.Foo()\n   at Radio.Play() in " + File + ":line 42\n   at Radio.Main() in " + File + ":line 7");
	EXPECT(Shown.empty());
	Shim::TickFrame();
	EXPECT(Shown.size() == 1 && Shown[0]->ShimTokens.size() == 1);
	EXPECT(Shim::ToUtf8(Shown[0]->ShimText.ToString()).find("Radio faulted") == 0);
	FActionToken& Link = static_cast<FActionToken&>(Shown[0]->ShimTokens[0].Get());
	EXPECT(Shim::ToUtf8(Link.ShimName.ToString()) == "EditorTests.cpp:42");
	Link.ShimAction.Execute();
	EXPECT(Shim::ToUtf8(FSourceCodeNavigation::ShimOpened) == File && FSourceCodeNavigation::ShimLine == 42);
	// In the output log it stands once.
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "Radio faulted") == 1);
}

TEST(MessageLog_WhatIsNoFaultOfOurs_IsNotShown)
{
	FEngineFixture Engine;
	std::vector<TSharedRef<FTokenizedMessage>>& Shown = FMessageLog::ShimShown("AsyncTick");
	Shown.clear();
	WriteError(Engine.Native(), "slow", ELogVerbosity::Warning);
	GLog->Serialize(TEXT("theirs"), ELogVerbosity::Error, FName("LogTemp"));
	Shim::TickFrame();
	EXPECT(Shown.empty());
	// From any thread, with a file that is not on this machine, or with none: shown, without a link.
	std::thread([&Engine]
		{ WriteError(Engine.Native(), "at A() in /no/such/file.cs:line 3"); })
		.join();
	WriteError(Engine.Native(), "went wrong in a way without :line numbers");
	Shim::TickFrames(2);
	EXPECT(Shown.size() == 2 && Shown[0]->ShimTokens.empty() && Shown[1]->ShimTokens.empty());
}

TEST(Notification_Fault_HasALinkToTheLog_AndDoesNotRepeatItselfAtOnce)
{
	FEngineFixture Engine;
	std::vector<FNotificationInfo>& Shown = FSlateNotificationManager::Get().ShimShown;
	Shown.clear();
	WriteError(Engine.Native(), "Radio faulted: IOException: gone\n   at Radio.Play()");
	WriteError(Engine.Native(), "second");
	Shim::TickFrame();
	EXPECT(Shown.size() == 1);
	EXPECT(Shim::ToUtf8(Shown[0].Text.Get().ToString()) == "Radio faulted: IOException: gone (and 1 more)");
	EXPECT(Shim::ToUtf8(Shown[0].HyperlinkText.Get().ToString()) == "Open log");
	FMessageLog::ShimOpened = 0;
	Shown[0].Hyperlink.Execute();
	EXPECT(FMessageLog::ShimOpened == 1);

	WriteError(Engine.Native(), "third");
	Shim::TickFrame();
	EXPECT(Shown.size() == 1);
	Shim::AdvanceTime(10.0);
	WriteError(Engine.Native(), std::string(500, 'x'));
	Shim::TickFrame();
	EXPECT(Shown.size() == 2 && Shown[1].Text.Get().ToString().Len() == 163);
}

#endif
