// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/Array.h"
#include "Engine/EngineTypes.h"
#include "Math/Transform.h"
#include "Subsystems/EngineSubsystem.h"
#include "UObject/Object.h"

#include <memory>
#include <vector>

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

	/** The shim has no list of classes: a subsystem is made when it is first asked for. */
	template <typename SubsystemType>
	SubsystemType* GetEngineSubsystem()
	{
		for (const FShimSubsystem& Each : ShimSubsystems)
		{
			if (Each.Type == ShimTypeOf<SubsystemType>())
			{
				return static_cast<SubsystemType*>(Each.Object.get());
			}
		}
		ShimSubsystems.push_back({ShimTypeOf<SubsystemType>(), std::make_unique<SubsystemType>()});
		FSubsystemCollectionBase Collection;
		ShimSubsystems.back().Object->Initialize(Collection);
		return static_cast<SubsystemType*>(ShimSubsystems.back().Object.get());
	}
	void ShimDeinitializeSubsystems()
	{
		for (const FShimSubsystem& Each : ShimSubsystems)
		{
			Each.Object->Deinitialize();
		}
		ShimSubsystems.clear();
	}

	TIndirectArray<FWorldContext> ShimContexts;
	TArray<FString> ShimMessages;

private:
	struct FShimSubsystem
	{
		const void* Type;
		std::unique_ptr<UEngineSubsystem> Object;
	};
	template <typename T>
	static const void* ShimTypeOf()
	{
		static const char Unique = 0;
		return &Unique;
	}
	std::vector<FShimSubsystem> ShimSubsystems;
};

extern UEngine* GEngine;
