// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickRuntime.h"

#include "AsyncTickClocks.h"
#include "AsyncTickDotNetHost.h"
#include "AsyncTickEngineVersion.h"
#include "AsyncTickLog.h"
#include "AsyncTickManagedTable.h"
#include "AsyncTickText.h"
#include "AsyncTickUnrealSharp.h"
#include "CoreGlobals.h"
#include "Engine/World.h"
#include "Misc/CoreDelegates.h"
#include "Misc/CoreMisc.h"
#include "UnrealAsyncTickSettings.h"

FAsyncTickRuntime::FAsyncTickRuntime(const FAsyncTickConfig& InConfig)
	: Config(InConfig)
	, Actors(Worlds)
	, Audio(Worlds)
	, Pump(Worlds, Counters)
	, Phases(Pump, Worlds)
	, Console(*this)
	, Startup(*this)
	, Tasks(Api)
	, Queries(Worlds, Api, Counters)
	, Loads(Api)
	, NativeApi(MakeAsyncTickNativeApi(*this))
{
	FillStartInfo();
}

FAsyncTickRuntime::~FAsyncTickRuntime()
{
	Stop();
}

void FAsyncTickRuntime::Start()
{
	check(IsInGameThread());
	bStarted = true;
	Phases.Start();
	TickerHandle = FTSTicker::GetCoreTicker().AddTicker(FTickerDelegate::CreateRaw(this, &FAsyncTickRuntime::Tick));
	LoopHandle = FCoreDelegates::OnFEngineLoopInitComplete.AddRaw(this, &FAsyncTickRuntime::OnEngineLoopInitialized);
	PreExitHandle = FCoreDelegates::OnEnginePreExit.AddRaw(this, &FAsyncTickRuntime::OnEnginePreExit);
	WorldHandle = FWorldDelegates::OnPostWorldInitialization.AddRaw(this, &FAsyncTickRuntime::OnWorldInitialized);
	TearDownHandle = FWorldDelegates::OnWorldBeginTearDown.AddRaw(this, &FAsyncTickRuntime::EndWorld);
	CleanupHandle = FWorldDelegates::OnWorldCleanup.AddRaw(this, &FAsyncTickRuntime::OnWorldCleanup);

#if !UE_BUILD_SHIPPING
	if (Config.bConsoleCommands)
	{
		Console.Register();
	}
#endif
	RegisterAsyncTickBinds();
	if (Config.Hosting == EAsyncTickHosting::Off)
	{
		Failure = TEXT("It is switched off in Project Settings > Plugins > Async Tick.");
	}
	else if (Config.Hosting == EAsyncTickHosting::External || (Config.Hosting == EAsyncTickHosting::Automatic && IsAsyncTickBuiltWithUnrealSharp()))
	{
		Failure = TEXT("No managed half has connected yet; UnrealSharp connects it when it loads the project's C#.");
	}
	else if (IsRunningCommandlet())
	{
		// Cooking and the like need no scripts, and tick no frames to run them in.
		Failure = TEXT("It is not started in commandlets.");
	}
	else
	{
		StartOwnHost();
	}

	if (GIsRunning)
	{
		// Loaded by hand, into an engine that runs already.
		OnEngineLoopInitialized();
		MarkReady();
	}
}

void FAsyncTickRuntime::Stop()
{
	if (!bStarted)
	{
		return;
	}
	bStarted = false;
	StopManaged();
	Failure = TEXT("It was stopped.");
	Console.Unregister();
	Audio.CloseAll();
	FWorldDelegates::OnWorldCleanup.Remove(CleanupHandle);
	FWorldDelegates::OnWorldBeginTearDown.Remove(TearDownHandle);
	FCoreDelegates::OnEnginePreExit.Remove(PreExitHandle);
	FWorldDelegates::OnPostWorldInitialization.Remove(WorldHandle);
	FCoreDelegates::OnFEngineLoopInitComplete.Remove(LoopHandle);
	Startup.Stop();
	Phases.Stop();
	FTSTicker::RemoveTicker(TickerHandle);
	TickerHandle.Reset();
}

void FAsyncTickRuntime::StartOwnHost()
{
	FAsyncTickDotNetHost Host(Config.DotNetRoot);
	FAsyncTickManagedApi Managed = {};
	if (Host.Start(Config.ManagedDirectory, NativeApi, StartInfo, Managed, Failure))
	{
		Connect(Managed);
		return;
	}
	UE_LOG(LogAsyncTick, Error, TEXT("C# tasks are not available: %s"), *Failure);
}

EAsyncTickStatus FAsyncTickRuntime::Connect(const FAsyncTickManagedApi& Managed)
{
	const FString Mismatch = FindAsyncTickMismatch(Managed);
	if (!Mismatch.IsEmpty())
	{
		Failure = Mismatch;
		UE_LOG(LogAsyncTick, Error, TEXT("C# tasks are not available: %s"), *Failure);
		return EAsyncTickStatus::Mismatch;
	}
	if (bStandsIn && !Pump.IsPumping())
	{
		// The one that was expected has come after all, with the first C# of the project for instance.
		StopManaged();
	}
	if (IsConnected())
	{
		UE_LOG(LogAsyncTick, Error, TEXT("A second managed half wants to connect; the first one stays. Stop it first."));
		return EAsyncTickStatus::Refused;
	}
	Failure.Reset();
	Api = Managed;
	Pump.Connect(Managed);
	if (bSessionOpen)
	{
		Api.BeginSession(Api.Context);
	}
	UE_LOG(LogAsyncTick, Log, TEXT("C# tasks are available."));
	Startup.RunScripts();
	return EAsyncTickStatus::Ok;
}

void FAsyncTickRuntime::Disconnect(const void* Context)
{
	if (IsConnected() && Api.Context == Context)
	{
		Pump.Disconnect();
		Tasks.Disconnect();
		Queries.Disconnect();
		Loads.Disconnect();
		Api = {};
		bStandsIn = false;
		Failure = TEXT("The managed half has disconnected.");
	}
}

void FAsyncTickRuntime::StopManaged()
{
	if (!IsConnected())
	{
		return;
	}
	const FAsyncTickManagedApi Last = Api;
	Disconnect(Last.Context);
	if (Last.Stop(Last.Context) != EAsyncTickStatus::Ok)
	{
		UE_LOG(LogAsyncTick, Warning, TEXT("The managed half did not stop cleanly; it is left behind."));
	}
}

void FAsyncTickRuntime::Configure(const FAsyncTickConfig& NewConfig)
{
	Config = NewConfig;
	FillStartInfo();
	if (IsConnected())
	{
		Api.Configure(Api.Context, &Config.Settings);
	}
}

void FAsyncTickRuntime::FillStartInfo()
{
	ScriptDirectories.Reset();
	for (const FString& Directory : Config.ScriptDirectories)
	{
		ScriptDirectories.Add(AsyncTickToText(Directory));
	}
	StartInfo.Version = AsyncTickBridgeVersion;
	StartInfo.Size = sizeof(StartInfo);
	StartInfo.Settings = Config.Settings;
	StartInfo.PluginDirectory = AsyncTickToText(Config.PluginDirectory);
	StartInfo.ProjectDirectory = AsyncTickToText(Config.ProjectDirectory);
	StartInfo.SavedDirectory = AsyncTickToText(Config.SavedDirectory);
	StartInfo.ScriptDirectories = ScriptDirectories.GetData();
	StartInfo.ScriptDirectoryCount = ScriptDirectories.Num();
	StartInfo.Phases = (1 << AsyncTickPhase::Num) - 1;
}

EAsyncTickStatus FAsyncTickRuntime::Execute(UWorld* World, const FString& Line)
{
	++Counters.Commands;
	if (!IsConnected())
	{
		return EAsyncTickStatus::Failed;
	}
	const FAsyncTickText View = AsyncTickToText(Line);
	return Api.Execute(Api.Context, Worlds.GetId(World), View.Units, View.Length);
}

EAsyncTickStatus FAsyncTickRuntime::SampleWorld(uint64 World, FAsyncTickFrame& OutFrame)
{
	UWorld* Found = Worlds.Find(World);
	if (Found == nullptr)
	{
		return EAsyncTickStatus::NoWorld;
	}
	FAsyncTickClocks::SampleWorld(*Found, OutFrame);
	OutFrame.EngineFrame = GFrameCounter;
	OutFrame.World = World;
	return EAsyncTickStatus::Ok;
}

void FAsyncTickRuntime::BeginPlaySession()
{
	bSessionOpen = true;
	if (IsConnected())
	{
		Api.BeginSession(Api.Context);
	}
}

void FAsyncTickRuntime::EndPlaySession()
{
	const bool bWasOpen = bSessionOpen;
	bSessionOpen = false;
	if (bWasOpen && IsConnected())
	{
		Api.EndSession(Api.Context);
	}
}

void FAsyncTickRuntime::OnEngineLoopInitialized()
{
	const bool bExpected = Config.Hosting == EAsyncTickHosting::Automatic && IsAsyncTickBuiltWithUnrealSharp();
	if (bExpected && !IsConnected() && !IsRunningCommandlet())
	{
		// UnrealSharp loads the project's C# long before this: it is switched off, has nothing to load, or has failed.
		UE_LOG(LogAsyncTick, Display, TEXT("UnrealSharp has not connected C#; using the plugin's own .NET host."));
		StartOwnHost();
		bStandsIn = IsConnected();
	}
	Startup.AwaitWorld();
}

void FAsyncTickRuntime::OnEnginePreExit()
{
	// The last moment at which every module and world that a task may use is still there.
	EndPlaySession();
	if (IsConnected())
	{
		Api.PreExit(Api.Context);
	}
	StopManaged();
	Failure = TEXT("The engine is shutting down.");
	Audio.CloseAll();
}

void FAsyncTickRuntime::OnWorldCleanup(UWorld* World, bool, bool)
{
	// Comes for the same world a second time, and for worlds that never were played.
	EndWorld(World);
	Worlds.Close(World);
	Actors.Purge();
}

void FAsyncTickRuntime::OnWorldInitialized(UWorld* World, const UWorld::InitializationValues)
{
	Worlds.Renew(World);
}

void FAsyncTickRuntime::EndWorld(UWorld* World)
{
	Pump.AdvanceClocks(0.0f);
	Audio.EndWorld(World);
	Phases.EndWorld(World);
	Queries.EndWorld(World);
	const uint64 Id = Worlds.End(World);
	if (Id != 0 && IsConnected())
	{
		Api.EndWorld(Api.Context, Id);
	}
}
