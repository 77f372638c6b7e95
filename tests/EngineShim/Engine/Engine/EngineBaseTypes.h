// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Async/TaskGraphInterfaces.h"
#include "Containers/UnrealString.h"
#include "UObject/NameTypes.h"

class ULevel;

enum ETickingGroup : int
{
	TG_PrePhysics,
	TG_StartPhysics,
	TG_DuringPhysics,
	TG_EndPhysics,
	TG_PostPhysics,
	TG_PostUpdateWork,
	TG_LastDemotable,
	TG_NewlySpawned,
	TG_MAX,
};

enum ELevelTick : int
{
	LEVELTICK_TimeOnly,
	LEVELTICK_ViewportsOnly,
	LEVELTICK_All,
	LEVELTICK_PauseTick,
};

/** Called once per frame in its group, while it is registered with a level. */
struct FTickFunction
{
	ETickingGroup TickGroup = TG_PrePhysics;
	ETickingGroup EndTickGroup = TG_PrePhysics;
	uint8 bTickEvenWhenPaused : 1;
	uint8 bCanEverTick : 1;
	uint8 bStartWithTickEnabled : 1;

	FTickFunction()
		: bTickEvenWhenPaused(false)
		, bCanEverTick(false)
		, bStartWithTickEnabled(false)
	{
	}
	FTickFunction(const FTickFunction&) = delete;
	FTickFunction& operator=(const FTickFunction&) = delete;
	virtual ~FTickFunction();

	void RegisterTickFunction(ULevel* Level);
	void UnRegisterTickFunction();
	bool IsTickFunctionRegistered() const { return ShimLevel != nullptr; }

	virtual void ExecuteTick(float DeltaTime, ELevelTick TickType, ENamedThreads::Type CurrentThread, const FGraphEventRef& MyCompletionGraphEvent) = 0;
	virtual FString DiagnosticMessage() = 0;
	virtual FName DiagnosticContext(bool bDetailed) = 0;

	ULevel* ShimLevel = nullptr;
};
