// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "AsyncTickHostFxr.h"

/**
 * Starts .NET in this process and finds the managed entry point. A runtime that already runs is used as it is: it
 * cannot be unloaded or started twice, so nothing here is undone when the host goes.
 */
class FAsyncTickDotNetHost
{
public:
	/** DotNetRoot: an installation to use in place of the one that the system names; may be empty. */
	explicit FAsyncTickDotNetHost(const FString& InDotNetRoot)
		: DotNetRoot(InDotNetRoot)
	{
	}

	/** The entry point of AsyncTick.Engine.dll in this folder, or null and one readable reason. */
	FAsyncTickStart Load(const FString& ManagedDirectory, FString& OutError);

	/** Loads and starts the managed half, and fills its table. False, and one readable reason, when that fails. */
	bool Start(const FString& ManagedDirectory, const FAsyncTickNativeApi& Native, const FAsyncTickStartInfo& Info, FAsyncTickManagedApi& OutManaged, FString& OutError);

private:
	/** A started host context, or null. */
	void* InitializeRuntime(const FString& RuntimeConfig, const FString& ManagedDirectory, FString& OutError);
	FAsyncTickStart FindStart(void* Context, const FString& Assembly, FString& OutError);

	template <typename FunctionType>
	bool Import(FunctionType& OutFunction, const TCHAR* Name, FString& OutError);

	FString DotNetRoot;
	void* Library = nullptr;
};
