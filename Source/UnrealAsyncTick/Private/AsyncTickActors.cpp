// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickActors.h"

#include "AsyncTickLog.h"
#include "AsyncTickText.h"
#include "AsyncTickWorlds.h"
#include "Engine/World.h"
#include "GameFramework/Actor.h"
#include "UnrealAsyncTickModule.h"
#include "UObject/Class.h"
#include "UObject/UObjectGlobals.h"

namespace
{
	/** A class by its path, or by its short name with or without the A that C++ puts before it. */
	UClass* FindAsyncTickClass(const FString& Name)
	{
		if (Name.Contains(TEXT("/")))
		{
			return LoadObject<UClass>(nullptr, *Name);
		}
		UClass* Found = FindFirstObject<UClass>(*Name, EFindFirstObjectOptions::NativeFirst);
		if (Found == nullptr && Name.Len() > 1 && Name[0] == TEXT('A'))
		{
			Found = FindFirstObject<UClass>(*Name.RightChop(1), EFindFirstObjectOptions::NativeFirst);
		}
		return Found;
	}
}

EAsyncTickStatus FAsyncTickActors::Spawn(const FAsyncTickSpawn& Spawn, uint64& OutActor)
{
	OutActor = 0;
	UWorld* World = Spawn.World != 0 ? Worlds.Find(Spawn.World) : Worlds.FindDefaultWorld();
	if (World == nullptr)
	{
		return EAsyncTickStatus::NoWorld;
	}

	const FString ClassName = AsyncTickToString(Spawn.ClassName);
	UClass* ActorClass = ClassName.IsEmpty() ? nullptr : FindAsyncTickClass(ClassName);
	if (ActorClass == nullptr)
	{
		return EAsyncTickStatus::UnknownClass;
	}
	if (!ActorClass->IsChildOf(AActor::StaticClass()) || ActorClass->HasAnyClassFlags(CLASS_Abstract))
	{
		return EAsyncTickStatus::NotSpawnable;
	}

	const FString Label = AsyncTickToLine(Spawn.Label.Units, Spawn.Label.Length);
	const FTransform Transform(FRotator(Spawn.Pitch, Spawn.Yaw, Spawn.Roll), FVector(Spawn.X, Spawn.Y, Spawn.Z));

	AActor* Actor = nullptr;
	IAsyncTickEditor* Editor = Worlds.GetEditor();
	if (Editor != nullptr && World == Editor->GetEditedWorld())
	{
		Actor = Editor->SpawnActor(*World, *ActorClass, Transform, Label);
	}
	else
	{
		FActorSpawnParameters Parameters;
		Parameters.SpawnCollisionHandlingOverride = ESpawnActorCollisionHandlingMethod::AlwaysSpawn;
		Actor = World->SpawnActor(ActorClass, &Transform, Parameters);
#if WITH_EDITOR
		if (Actor != nullptr && !Label.IsEmpty())
		{
			Actor->SetActorLabel(Label);
		}
#endif
	}
	if (Actor == nullptr)
	{
		return EAsyncTickStatus::SpawnRefused;
	}

	OutActor = NextId++;
	Actors.Add(OutActor, Actor);
	return EAsyncTickStatus::Ok;
}

EAsyncTickStatus FAsyncTickActors::Destroy(uint64 Actor)
{
	AActor* Found = Find(Actor);
	Actors.Remove(Actor);
	if (Found == nullptr)
	{
		return EAsyncTickStatus::UnknownHandle;
	}

	UWorld* World = Found->GetWorld();
	IAsyncTickEditor* Editor = Worlds.GetEditor();
	if (Editor != nullptr && World != nullptr && World == Editor->GetEditedWorld())
	{
		Editor->DestroyActor(*World, *Found);
	}
	else
	{
		Found->Destroy();
	}
	return EAsyncTickStatus::Ok;
}

AActor* FAsyncTickActors::Find(uint64 Actor) const
{
	const TWeakObjectPtr<AActor>* Found = Actors.Find(Actor);
	return Found != nullptr ? Found->Get() : nullptr;
}

void FAsyncTickActors::Purge()
{
	for (auto It = Actors.CreateIterator(); It; ++It)
	{
		if (!It.Value().IsValid())
		{
			It.RemoveCurrent();
		}
	}
}
