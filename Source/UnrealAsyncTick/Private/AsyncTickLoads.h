// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "Containers/Map.h"
#include "Templates/SharedPointer.h"

struct FStreamableHandle;

/** What the engine calls when something is loaded. Its delegates hold it weakly, so that it hears nothing once it is given up. */
class FAsyncTickLoadAnswers
{
public:
	explicit FAsyncTickLoadAnswers(const FAsyncTickManagedApi& InApi)
		: Api(InApi)
	{
	}

	void OnLoaded(uint32 Load);

private:
	const FAsyncTickManagedApi& Api;
};

/** Assets that managed code loads, with a priority and with bundles. Game thread. */
class FAsyncTickLoads
{
public:
	explicit FAsyncTickLoads(const FAsyncTickManagedApi& InApi);

	EAsyncTickStatus Start(const FAsyncTickLoad& Load);
	EAsyncTickStatus GetProgress(uint32 Load, double& OutProgress) const;
	/** Stops it, or lets go of what was loaded. */
	EAsyncTickStatus Release(uint32 Load);

	/** The managed half goes, and lets go of everything. */
	void Disconnect();

private:
	const FAsyncTickManagedApi& Api;
	TSharedRef<FAsyncTickLoadAnswers> Answers;
	/** While a handle is here, the engine keeps what it stands for. */
	TMap<uint32, TSharedPtr<FStreamableHandle>> Handles;
};
