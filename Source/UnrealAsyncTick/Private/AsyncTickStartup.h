// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "Containers/Ticker.h"

class FAsyncTickRuntime;

/** The start-up scripts: they run once there is a managed half and a world that lasts, which the empty one of an engine's start does not. */
class FAsyncTickStartup
{
public:
	explicit FAsyncTickStartup(FAsyncTickRuntime& InRuntime)
		: Runtime(InRuntime)
	{
	}

	/** The engine is up. A game waits for its first world to play from here; an editor says itself when its first map is open. */
	void AwaitWorld();
	void Stop();

	/** There is such a world now. */
	void MarkReady();

	/** Runs the list, if there is both; otherwise whichever comes last calls this again. */
	void RunScripts();

private:
	/** Asks to be called again until the first world plays. */
	bool WaitForPlay(float DeltaSeconds);

	FAsyncTickRuntime& Runtime;
	FTSTicker::FDelegateHandle PlayHandle;
	bool bReady = false;
};
