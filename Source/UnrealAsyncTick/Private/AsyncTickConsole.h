// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"

class FAsyncTickRuntime;
class FOutputDevice;
class IConsoleObject;
class UWorld;

/** The AsyncTick.* console commands. They only pass words on: what a command does is decided on the managed side. */
class FAsyncTickConsole
{
public:
	explicit FAsyncTickConsole(FAsyncTickRuntime& InRuntime) : Runtime(InRuntime) {}
	~FAsyncTickConsole();

	void Register();
	void Unregister();

	/** A line for whoever is at the console: the console while a command runs, else the log. */
	void Write(const FString& Line);

private:
	void OnCommand(const TArray<FString>& Arguments, UWorld* World, FOutputDevice& Output, int32 CommandIndex);
	void OnHelp(const TArray<FString>& Arguments, UWorld* World, FOutputDevice& Output);

	FAsyncTickRuntime& Runtime;
	TArray<IConsoleObject*> Commands;
	/** Only valid while a command runs. */
	FOutputDevice* CurrentOutput = nullptr;
};
