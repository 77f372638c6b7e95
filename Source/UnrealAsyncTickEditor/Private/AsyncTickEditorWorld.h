// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "UnrealAsyncTickModule.h"

/** Spawning into the world being edited, as a step that the user can undo. */
class FAsyncTickEditorWorld final : public IAsyncTickEditor
{
public:
	virtual UWorld* GetEditedWorld() const override;
	virtual AActor* SpawnActor(UWorld& World, UClass& ActorClass, const FTransform& Transform, const FString& Label) override;
	virtual void DestroyActor(UWorld& World, AActor& Actor) override;
};
