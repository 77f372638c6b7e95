// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "FakeManaged.h"
#include "Misc/CoreDelegates.h"
#include "Testing.h"
#include "UObject/UObjectGlobals.h"
#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"

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
		bRanBeforeReady = !Managed.Commands.empty();
	});
	FEngineFixture Engine(false);
	FCoreDelegates::OnFEngineLoopInitComplete.Remove(Handle);
	EXPECT(!bRanBeforeReady);
	EXPECT(Managed.Commands.size() == 1);
	EXPECT(Managed.Commands[0].Line == "AsyncTick.Run Tools.cs");
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
	Engine.Managed.OnCommand = [](const FFakeManaged::FCommand&) { return EAsyncTickStatus::Failed; };
	EXPECT(Engine.Module().Connect(Engine.Managed.Api) == EAsyncTickStatus::Ok);
	EXPECT(Shim::Log().Count(ELogVerbosity::Error, "The start-up script 'Tools.cs' could not be handed over") == 1);
}
