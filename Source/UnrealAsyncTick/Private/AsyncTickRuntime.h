// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickActors.h"
#include "AsyncTickAudio.h"
#include "AsyncTickConfig.h"
#include "AsyncTickConsole.h"
#include "AsyncTickLoads.h"
#include "AsyncTickPhases.h"
#include "AsyncTickPump.h"
#include "AsyncTickQueries.h"
#include "AsyncTickStartup.h"
#include "AsyncTickTasks.h"
#include "AsyncTickWorlds.h"
#include "Containers/Ticker.h"
#include "Delegates/IDelegateInstance.h"
#include "Engine/World.h"
#include "UnrealAsyncTickModule.h"

/** Everything the module does between its start-up and its shutdown. Game thread. */
class FAsyncTickRuntime
{
public:
	explicit FAsyncTickRuntime(const FAsyncTickConfig& InConfig);
	~FAsyncTickRuntime();

	void Start();
	void Stop();
	void Configure(const FAsyncTickConfig& NewConfig);

	EAsyncTickStatus Connect(const FAsyncTickManagedApi& Managed);
	void Disconnect(const void* Context);
	const FAsyncTickConfig& GetConfig() const { return Config; }
	bool IsConnected() const { return Api.Context != nullptr; }
	const FAsyncTickNativeApi& GetNativeApi() const { return NativeApi; }
	const FAsyncTickStartInfo& GetStartInfo() const { return StartInfo; }
	const FAsyncTickCounters& GetCounters() const { return Counters; }

	/** Why there is no managed half; empty while there is one. */
	const FString& GetFailure() const { return Failure; }

	/** Runs a console command; Failed when there is no managed half. */
	EAsyncTickStatus Execute(UWorld* World, const FString& Line);
	EAsyncTickStatus SampleWorld(uint64 World, FAsyncTickFrame& OutFrame);
	void BeginPlaySession();
	void EndPlaySession();

	/** The first map is open, or the first world plays: start-up scripts run now, or as soon as a managed half is there. */
	void MarkReady() { Startup.MarkReady(); }

	FAsyncTickWorlds& GetWorlds() { return Worlds; }
	FAsyncTickActors& GetActors() { return Actors; }
	FAsyncTickAudio& GetAudio() { return Audio; }
	FAsyncTickConsole& GetConsole() { return Console; }
	FAsyncTickPump& GetPump() { return Pump; }
	FAsyncTickTasks& GetTasks() { return Tasks; }
	FAsyncTickQueries& GetQueries() { return Queries; }
	FAsyncTickLoads& GetLoads() { return Loads; }

private:
	bool Tick(float DeltaSeconds)
	{
		Pump.Tick(DeltaSeconds);
		if (!Pump.IsPumping())
		{
			Tasks.Deliver();
		}
		return true;
	}
	void StartOwnHost();
	void StopManaged();
	void FillStartInfo();
	void OnEnginePreExit();
	void OnWorldCleanup(UWorld* World, bool bSessionEnded, bool bCleanupResources);
	void EndWorld(UWorld* World);
	void OnWorldInitialized(UWorld* World, const UWorld::InitializationValues Values);
	void OnEngineLoopInitialized();

	FAsyncTickConfig Config;
	/** Views into Config: refilled whenever it changes. */
	FAsyncTickStartInfo StartInfo = {};
	TArray<FAsyncTickText> ScriptDirectories;

	FAsyncTickCounters Counters;
	FAsyncTickWorlds Worlds;
	FAsyncTickActors Actors;
	FAsyncTickAudio Audio;
	FAsyncTickPump Pump;
	FAsyncTickPhases Phases;
	FAsyncTickConsole Console;
	FAsyncTickStartup Startup;
	FAsyncTickManagedApi Api = {};
	FAsyncTickTasks Tasks;
	FAsyncTickQueries Queries;
	FAsyncTickLoads Loads;
	FAsyncTickNativeApi NativeApi;
	FString Failure;

	FTSTicker::FDelegateHandle TickerHandle;
	FDelegateHandle LoopHandle;
	FDelegateHandle WorldHandle;
	FDelegateHandle PreExitHandle;
	FDelegateHandle TearDownHandle;
	FDelegateHandle CleanupHandle;
	bool bStarted = false;
	bool bSessionOpen = false;
	/** The managed half is this module's own, in place of one that was expected from UnrealSharp and did not come. */
	bool bStandsIn = false;
};

/** The table that managed code calls the runtime through. */
FAsyncTickNativeApi MakeAsyncTickNativeApi(FAsyncTickRuntime& Runtime);
