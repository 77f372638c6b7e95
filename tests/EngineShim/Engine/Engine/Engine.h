// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/Array.h"
#include "Engine/EngineTypes.h"
#include "Math/Transform.h"
#include "UObject/Object.h"

class UWorld;

struct FWorldContext
{
	EWorldType::Type WorldType = EWorldType::None;
	UWorld* World() const { return ShimWorld; }
	void SetCurrentWorld(UWorld* World) { ShimWorld = World; }
	UWorld* ShimWorld = nullptr;
};

class UEngine : public UObject
{
public:
	const TIndirectArray<FWorldContext>& GetWorldContexts() const { return ShimContexts; }

	FWorldContext& CreateNewWorldContext(EWorldType::Type WorldType);
	void DestroyWorldContext(UWorld* World);

	// The engine has both, so that an argument which is neither int32 nor uint64 is ambiguous.
	void AddOnScreenDebugMessage(uint64 Key, float TimeToDisplay, FColor DisplayColor, const FString& Message, bool bNewerOnTop = true);
	void AddOnScreenDebugMessage(int32 Key, float TimeToDisplay, FColor DisplayColor, const FString& Message, bool bNewerOnTop = true);

	TIndirectArray<FWorldContext> ShimContexts;
	TArray<FString> ShimMessages;
};

extern UEngine* GEngine;
