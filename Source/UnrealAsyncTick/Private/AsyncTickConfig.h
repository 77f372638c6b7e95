// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"

/** Who brings up .NET. */
enum class EAsyncTickHosting : uint8;

/** The settings as plain values, so that nothing but the settings class needs reflection. */
struct FAsyncTickConfig
{
	EAsyncTickHosting Hosting;
	FString DotNetRoot;
	FString ManagedDirectory;
	FString PluginDirectory;
	FString ProjectDirectory;
	FString SavedDirectory;
	TArray<FString> ScriptDirectories;
	TArray<FString> StartupScripts;
	FAsyncTickSettings Settings;
	bool bConsoleCommands;
};
