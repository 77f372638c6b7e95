// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickPhases.h"

#include "AsyncTickPump.h"
#include "AsyncTickWorlds.h"
#include "Engine/Level.h"
#include "Engine/World.h"
#include "Misc/CoreDelegates.h"

FAsyncTickPhaseFunction::FAsyncTickPhaseFunction(FAsyncTickPump& InPump, AsyncTickPhase::Type InPhase, ETickingGroup InGroup)
	: Pump(InPump)
	, Phase(InPhase)
{
	TickGroup = InGroup;
	EndTickGroup = InGroup;
	bCanEverTick = true;
	bStartWithTickEnabled = true;
	bTickEvenWhenPaused = true;
}

void FAsyncTickPhaseFunction::ExecuteTick(float, ELevelTick, ENamedThreads::Type, const FGraphEventRef&)
{
	Pump.RunPhase(Phase);
}

FString FAsyncTickPhaseFunction::DiagnosticMessage()
{
	return TEXT("AsyncTick: tasks that wait for this tick group");
}

FName FAsyncTickPhaseFunction::DiagnosticContext(bool)
{
	return FName(TEXT("AsyncTick"));
}

FAsyncTickPhases::FAsyncTickPhases(FAsyncTickPump& InPump, FAsyncTickWorlds& InWorlds)
	: Pump(InPump)
	, Worlds(InWorlds)
	, PrePhysics(InPump, AsyncTickPhase::PrePhysics, TG_PrePhysics)
	, PostPhysics(InPump, AsyncTickPhase::PostPhysics, TG_PostPhysics)
	, PostUpdateWork(InPump, AsyncTickPhase::PostUpdateWork, TG_PostUpdateWork)
{
}

void FAsyncTickPhases::Start()
{
	BeginHandle = FCoreDelegates::OnSamplingInput.AddRaw(this, &FAsyncTickPhases::OnSamplingInput);
	EndHandle = FCoreDelegates::OnEndFrame.AddRaw(this, &FAsyncTickPhases::OnEndFrame);
}

void FAsyncTickPhases::Stop()
{
	Unregister();
	FCoreDelegates::OnEndFrame.Remove(EndHandle);
	FCoreDelegates::OnSamplingInput.Remove(BeginHandle);
}

void FAsyncTickPhases::EndWorld(const UWorld* World)
{
	if (Registered.Get() == World)
	{
		Unregister();
	}
}

void FAsyncTickPhases::OnSamplingInput()
{
	// After the time was taken and the messages were handled, right before the worlds tick: what came while the engine slept is
	// answered here, and its answer may be there when the ticker runs.
	Pump.RunLook(AsyncTickPhase::BeginFrame);
	Register(Pump.WantsTickGroups() ? Worlds.FindPlayWorld() : nullptr);
}

void FAsyncTickPhases::OnEndFrame()
{
	Pump.RunLook(AsyncTickPhase::EndOfFrame);
}

void FAsyncTickPhases::Register(UWorld* World)
{
	UWorld* const Last = Registered.Get();
	if (Last == World)
	{
		return;
	}
	Unregister();
	if (World != nullptr && World->PersistentLevel != nullptr)
	{
		Registered = World;
		PrePhysics.RegisterTickFunction(World->PersistentLevel);
		PostPhysics.RegisterTickFunction(World->PersistentLevel);
		PostUpdateWork.RegisterTickFunction(World->PersistentLevel);
	}
}

void FAsyncTickPhases::Unregister()
{
	for (FAsyncTickPhaseFunction* Function : {&PrePhysics, &PostPhysics, &PostUpdateWork})
	{
		if (Function->IsTickFunctionRegistered())
		{
			Function->UnRegisterTickFunction();
		}
	}
	Registered.Reset();
}
