// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickStartup.h"

#include "AsyncTickLog.h"
#include "AsyncTickRuntime.h"
#include "CoreGlobals.h"
#include "Engine/World.h"

void FAsyncTickStartup::AwaitWorld()
{
	if (!GIsEditor && WaitForPlay(0.0f))
	{
		PlayHandle = FTSTicker::GetCoreTicker().AddTicker(FTickerDelegate::CreateRaw(this, &FAsyncTickStartup::WaitForPlay));
	}
}

void FAsyncTickStartup::Stop()
{
	FTSTicker::RemoveTicker(PlayHandle);
	PlayHandle.Reset();
}

bool FAsyncTickStartup::WaitForPlay(float)
{
	const UWorld* World = Runtime.GetWorlds().FindPlayWorld();
	const bool bPlays = World != nullptr && World->HasBegunPlay();
	if (bPlays)
	{
		MarkReady();
	}
	return !bPlays;
}

void FAsyncTickStartup::MarkReady()
{
	if (!bReady)
	{
		bReady = true;
		RunScripts();
	}
}

void FAsyncTickStartup::RunScripts()
{
	if (!bReady || !Runtime.IsConnected())
	{
		return;
	}
	// No world is named: a start-up script belongs to none, so that no map change ends it.
	for (const FString& Script : Runtime.GetConfig().StartupScripts)
	{
		if (!Script.IsEmpty() && Runtime.Execute(nullptr, FString::Printf(TEXT("AsyncTick.Run %s"), *Script)) != EAsyncTickStatus::Ok)
		{
			UE_LOG(LogAsyncTick, Error, TEXT("The start-up script '%s' could not be handed over; see Project Settings > Plugins > Async Tick."), *Script);
		}
	}
}
