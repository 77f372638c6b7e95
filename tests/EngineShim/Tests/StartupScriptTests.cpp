// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "Containers/Ticker.h"
#include "Engine/World.h"
#include "FakeManaged.h"
#include "Misc/CoreDelegates.h"
#include "Testing.h"
#include "UObject/UObjectGlobals.h"

namespace
{
	/** The start-up list, for the length of a test. */
	class FStartupList
	{
	public:
		explicit FStartupList(std::initializer_list<const char*> Scripts)
		{
			for (const char* Script : Scripts)
			{
				GetMutableDefault<UUnrealAsyncTickSettings>()->StartupScripts.Add(Shim::FromUtf8(Script));
			}
		}
		~FStartupList() { GetMutableDefault<UUnrealAsyncTickSettings>()->StartupScripts.Empty(); }
	};
}

TEST(Startup_ConnectedAfterTheEngineIsReady_RunsTheListInOrder)
{
	const FStartupList List{"Tools.cs", "", "\"My Watcher.cs\" -keep fast"};
	FEngineFixture Engine;
	EXPECT(Engine.Managed.Commands.size() == 2);
	EXPECT(Engine.Managed.Commands[0].Line == "AsyncTick.Run Tools.cs");
	EXPECT(Engine.Managed.Commands[1].Line == "AsyncTick.Run \"My Watcher.cs\" -keep fast");
}

TEST(Startup_ConnectedBeforeTheEngineIsReady_Waits)
{
	const FStartupList List{"Tools.cs"};
	FFakeManaged Managed;
	bool bRanBeforeReady = false;
	// Bound before the module is loaded, and so called before the module is.
	const FDelegateHandle Handle = FCoreDelegates::OnFEngineLoopInitComplete.AddLambda([&]()
		{
		EXPECT(FEngineFixture::Module().Connect(Managed.Api) == EAsyncTickStatus::Ok);
		bRanBeforeReady = !Managed.Commands.empty(); });
	FEngineFixture Engine(false);
	FCoreDelegates::OnFEngineLoopInitComplete.Remove(Handle);
	EXPECT(!bRanBeforeReady);
	EXPECT(Managed.Commands.size() == 1);
	EXPECT(Managed.Commands[0].Line == "AsyncTick.Run Tools.cs");
}

#if WITH_EDITOR
TEST(Startup_InTheEditor_WaitsForTheFirstMapAndBelongsToNoWorld)
{
	const FStartupList List{"Tools.cs"};
	FFakeManaged Managed;
	std::string Map;
	Managed.OnCommand = [&Map](const FFakeManaged::FCommand&)
	{
		Map = Shim::ToUtf8(Shim::GetEditorWorld()->ShimName);
		return EAsyncTickStatus::Ok;
	};
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	Options.OnPostDefault = [&Managed]
	{ EXPECT(FEngineFixture::Module().Connect(Managed.Api) == EAsyncTickStatus::Ok); };
	FEngineFixture Engine(false, Options);
	EXPECT(Map == "EditorWorld");
	EXPECT(Managed.Commands.size() == 1 && Managed.Commands[0].World == 0);
	Shim::OpenMap(TEXT("Other"));
	EXPECT(Managed.Commands.size() == 1);
	Engine.Module().Disconnect(Managed.Api.Context);
}
#endif

TEST(Startup_InAGame_WaitsForPlay)
{
	const FStartupList List{"Tools.cs"};
	Shim::FOptions Options = FEngineFixture::MakeOptions();
	Options.bEditor = false;
	Options.bLateBeginPlay = true;
	FEngineFixture Engine(true, Options);
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Commands.empty());
	Shim::GetPlayWorld()->ShimBegunPlay = true;
	Shim::TickFrames(3);
	EXPECT(Engine.Managed.Commands.size() == 1 && Engine.Managed.Commands[0].World == 0);
	EXPECT(FTSTicker::GetCoreTicker().ShimCount() == 1);
}

TEST(Startup_ManagedHalfReplaced_RunsTheListForTheNewOne)
{
	const FStartupList List{"Tools.cs"};
	FEngineFixture Engine;
	Engine.Module().Disconnect(Engine.Managed.Api.Context);
	FFakeManaged Second;
	EXPECT(Engine.Module().Connect(Second.Api) == EAsyncTickStatus::Ok);
	EXPECT(Engine.Managed.Commands.size() == 1);
	EXPECT(Second.Commands.size() == 1);
	Engine.Module().Disconnect(Second.Api.Context);
}

TEST(Startup_ManagedHalfThatRefuses_IsAnErrorThatNamesTheScript)
{
	const FStartupList List{"Tools.cs"};
	FEngineFixture Engine(false);
	Engine.Managed.OnCommand = [](const FFakeManaged::FCommand&)
	{ return EAsyncTickStatus::Failed; };
	EXPECT(Engine.Module().Connect(Engine.Managed.Api) == EAsyncTickStatus::Ok);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "The start-up script 'Tools.cs' could not be handed over") == 1);
}
