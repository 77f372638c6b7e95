// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"

class FAsyncTickRuntime;
class FOutputDevice;
class IConsoleObject;
class UWorld;

/**
 * The AsyncTick.* console commands. They only pass lines on. The console has split them at white space, without regard to
 * quotes; they are put together again here, and the managed side takes them apart by the rules of every other console of
 * AsyncTick. Only runs of blanks are lost on the way.
 */
class FAsyncTickConsole
{
public:
	explicit FAsyncTickConsole(FAsyncTickRuntime& InRuntime)
		: Runtime(InRuntime)
	{
	}
	~FAsyncTickConsole();

	void Register();
	void Unregister();

	/** A line for the console's user: the console while a command runs, else the log. */
	void Write(int32 Verbosity, const FString& Line);

private:
	void OnCommand(const TArray<FString>& Arguments, UWorld* World, FOutputDevice& Output, int32 CommandIndex);

	FAsyncTickRuntime& Runtime;
	TArray<IConsoleObject*> Commands;
	/** Only valid while a command runs. */
	FOutputDevice* CurrentOutput = nullptr;
};
