// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "Delegates/IDelegateInstance.h"
#include "Engine/EngineBaseTypes.h"
#include "UObject/WeakObjectPtr.h"

class FAsyncTickPump;
class FAsyncTickWorlds;
class UWorld;

/** One tick group of a world, for the tasks that wait for it. Ticks while the game is paused, too. */
struct FAsyncTickPhaseFunction final : public FTickFunction
{
	FAsyncTickPhaseFunction(FAsyncTickPump& InPump, AsyncTickPhase::Type InPhase, ETickingGroup InGroup);

	virtual void ExecuteTick(float DeltaTime, ELevelTick TickType, ENamedThreads::Type CurrentThread, const FGraphEventRef& MyCompletionGraphEvent) override;
	virtual FString DiagnosticMessage() override;
	virtual FName DiagnosticContext(bool bDetailed) override;

private:
	FAsyncTickPump& Pump;
	AsyncTickPhase::Type Phase;
};

/**
 * Where in the engine's frame the pump is called: by the core ticker, after the worlds; at the frame's begin and end; and in
 * the tick groups of the world that is played, which it is in only while a task waits for one of them.
 */
class FAsyncTickPhases
{
public:
	FAsyncTickPhases(FAsyncTickPump& InPump, FAsyncTickWorlds& InWorlds);

	void Start();
	void Stop();

	/** The world ends, and its level with it. */
	void EndWorld(const UWorld* World);

private:
	void OnSamplingInput();
	void OnEndFrame();
	void Register(UWorld* World);
	void Unregister();

	FAsyncTickPump& Pump;
	FAsyncTickWorlds& Worlds;
	FAsyncTickPhaseFunction PrePhysics;
	FAsyncTickPhaseFunction PostPhysics;
	FAsyncTickPhaseFunction PostUpdateWork;
	TWeakObjectPtr<UWorld> Registered;
	FDelegateHandle BeginHandle;
	FDelegateHandle EndHandle;
};
