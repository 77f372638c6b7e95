// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickEditorWorld.h"

#include "Editor.h"
#include "Engine/World.h"
#include "GameFramework/Actor.h"
#include "ScopedTransaction.h"
#include "UObject/Class.h"

#define LOCTEXT_NAMESPACE "UnrealAsyncTick"

UWorld* FAsyncTickEditorWorld::GetEditedWorld() const
{
	return GEditor != nullptr ? GEditor->GetEditorWorldContext().World() : nullptr;
}

AActor* FAsyncTickEditorWorld::SpawnActor(UWorld& World, UClass& ActorClass, const FTransform& Transform, const FString& Label)
{
	const FScopedTransaction Transaction(LOCTEXT("SpawnActor", "Spawn Actor from C#"));

	FActorSpawnParameters Parameters;
	Parameters.ObjectFlags = RF_Transactional;
	Parameters.SpawnCollisionHandlingOverride = ESpawnActorCollisionHandlingMethod::AlwaysSpawn;
	AActor* Actor = World.SpawnActor(&ActorClass, &Transform, Parameters);
	if (Actor != nullptr)
	{
		Actor->Modify();
		if (!Label.IsEmpty())
		{
			Actor->SetActorLabel(Label);
		}
	}
	return Actor;
}

void FAsyncTickEditorWorld::DestroyActor(UWorld& World, AActor& Actor)
{
	const FScopedTransaction Transaction(LOCTEXT("DestroyActor", "Destroy Actor from C#"));
	Actor.Modify();
	World.EditorDestroyActor(&Actor, true);
}

#undef LOCTEXT_NAMESPACE
