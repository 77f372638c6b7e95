// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Components/AudioComponent.h"
#include "Engine/Level.h"
#include "Engine/World.h"
#include "EngineShim.h"
#include "GameFramework/Actor.h"
#include "GameFramework/WorldSettings.h"
#include "Kismet/GameplayStatics.h"
#include "ScopedTransaction.h"
#include "ShimState.h"
#include "UObject/Package.h"
#include "UObject/UObjectGlobals.h"
#include "UObject/WeakObjectPtr.h"

#include <map>

namespace
{
	// Never freed: objects with static storage unregister themselves after everything else is gone.
	std::map<uint64, UObject*>& Objects()
	{
		static std::map<uint64, UObject*>& All = *new std::map<uint64, UObject*>();
		return All;
	}

	uint64 NextSerial = 1;

	std::vector<UClass*>& Classes()
	{
		static std::vector<UClass*> All;
		return All;
	}

	struct FPlainClass
	{
		UClass Actor{TEXT("Actor"), nullptr, CLASS_None};
		UClass Character{TEXT("Character"), &Actor, CLASS_None};
		UClass PointLight{TEXT("PointLight"), &Actor, CLASS_None};
		UClass Light{TEXT("Light"), &Actor, CLASS_Abstract};
		UClass Texture{TEXT("Texture"), nullptr, CLASS_None};
		UClass Blueprint{TEXT("/Game/Lamps/BP_Lamp.BP_Lamp_C"), &PointLight, CLASS_None};
	};

	FPlainClass& PlainClasses()
	{
		static FPlainClass All;
		return All;
	}
}

UObject::UObject()
	: Serial(NextSerial++)
{
	Objects()[Serial] = this;
}

UObject::~UObject()
{
	Objects().erase(Serial);
}

UObject* UObject::ShimFind(uint64 Wanted)
{
	const auto Found = Objects().find(Wanted);
	return Found == Objects().end() ? nullptr : Found->second;
}

bool UObject::Modify(bool)
{
	if (FScopedTransaction::ShimOpen > 0)
	{
		++FScopedTransaction::ShimModified;
	}
	return FScopedTransaction::ShimOpen > 0;
}

bool UObjectInitialized()
{
	return true;
}

uint64 Shim::SerialOf(const UObject* Object)
{
	return Object != nullptr ? Object->ShimSerial() : 0;
}

UObject* Shim::ObjectOf(uint64 Serial)
{
	return UObject::ShimFind(Serial);
}

void Shim::RegisterClasses()
{
	FPlainClass& Plain = PlainClasses();
	Classes() = {&Plain.Actor, &Plain.Character, &Plain.PointLight, &Plain.Light, &Plain.Texture, &Plain.Blueprint};
}

UClass* ShimFindClass(const TCHAR* Name)
{
	for (UClass* Class : Classes())
	{
		if (Class->ShimName() == Name)
		{
			return Class;
		}
	}
	return nullptr;
}

bool UClass::IsChildOf(const UClass* Other) const
{
	return this == Other || (Super != nullptr && Super->IsChildOf(Other));
}

UClass* AActor::StaticClass()
{
	return &PlainClasses().Actor;
}

bool AActor::Destroy(bool, bool)
{
	std::erase(ShimWorld->ShimActors, this);
	delete this;
	return true;
}

UPackage* GetTransientPackage()
{
	static UPackage Package;
	return &Package;
}

UWorld* UWorld::CreateWorld(EWorldType::Type Type, bool)
{
	UWorld* World = new UWorld();
	World->WorldType = Type;
	FWorldDelegates::OnPostWorldInitialization.Broadcast(World, InitializationValues());
	return World;
}

void UWorld::DestroyWorld(bool)
{
	FWorldDelegates::OnWorldBeginTearDown.Broadcast(this);
	ShimTearingDown = true;
	FWorldDelegates::OnWorldCleanup.Broadcast(this, true, true);
	ShimDestroyed = true;
}

UWorld::UWorld()
	: PersistentLevel(new ULevel())
{
}

UWorld::~UWorld()
{
	delete PersistentLevel;
	for (AActor* Actor : ShimActors)
	{
		delete Actor;
	}
	delete ShimSettings;
}

AWorldSettings* UWorld::GetWorldSettings(bool, bool bChecked) const
{
	if (!ShimHasSettings)
	{
		check(!bChecked);
		return nullptr;
	}
	if (ShimSettings == nullptr)
	{
		ShimSettings = new AWorldSettings();
	}
	return ShimSettings;
}

AActor* UWorld::SpawnActor(UClass* Class, const FTransform* Transform, const FActorSpawnParameters& Parameters)
{
	if (ShimTearingDown || (Shim::OnSpawn && !Shim::OnSpawn(*this)))
	{
		return nullptr;
	}
	AActor* Actor = new AActor();
	Actor->ShimWorld = this;
	Actor->ShimClass = Class;
	Actor->ShimTransform = *Transform;
	Actor->ShimFlags = Parameters.ObjectFlags;
	ShimActors.push_back(Actor);
	return Actor;
}

bool UWorld::EditorDestroyActor(AActor* Actor, bool)
{
	return Actor->Destroy();
}

void UWorld::ShimTick(double Delta)
{
	const AWorldSettings* const Settings = GetWorldSettings(false, false);
	const double Dilated = Delta * (Settings != nullptr ? static_cast<double>(Settings->TimeDilation) : 1.0);
	ShimReal += Delta;
	ShimUnpaused += Dilated;
	if (!ShimPaused)
	{
		ShimGame += Dilated;
		ShimAudio += Delta;
	}
}

void USoundWaveProcedural::QueueAudio(const uint8* AudioData, const int32 BufferSize)
{
	ShimQueue.insert(ShimQueue.end(), AudioData, AudioData + BufferSize);
}

UAudioComponent* UGameplayStatics::CreateSound2D(const UObject*, USoundBase* Sound, float, float, float, USoundConcurrency*, bool, bool)
{
	if (!Shim::State().Options.bAudioDevice)
	{
		return nullptr;
	}
	UAudioComponent* Component = new UAudioComponent();
	Component->ShimSound = Sound;
	return Component;
}

// Worlds, actors and classes have owners of their own; sounds are what only the collector frees.
void Shim::CollectGarbage()
{
	std::vector<UObject*> Garbage;
	for (const auto& [Serial, Object] : Objects())
	{
		if (Object->ShimIsCollected() && Object->ShimStrongCount == 0)
		{
			Garbage.push_back(Object);
		}
	}
	for (UObject* Object : Garbage)
	{
		delete Object;
	}
}

FTickFunction::~FTickFunction()
{
	UnRegisterTickFunction();
}

void FTickFunction::RegisterTickFunction(ULevel* Level)
{
	check(ShimLevel == nullptr && bCanEverTick);
	ShimLevel = Level;
	Level->ShimFunctions.push_back(this);
}

void FTickFunction::UnRegisterTickFunction()
{
	if (ShimLevel != nullptr)
	{
		std::erase(ShimLevel->ShimFunctions, this);
		ShimLevel = nullptr;
	}
}

ULevel::~ULevel()
{
	check(ShimFunctions.empty());
}

void ULevel::ShimRunGroup(ETickingGroup Group, float DeltaSeconds, bool bPaused)
{
	for (FTickFunction* Function : std::vector<FTickFunction*>(ShimFunctions))
	{
		const bool bIsLeft = std::find(ShimFunctions.begin(), ShimFunctions.end(), Function) != ShimFunctions.end();
		if (bIsLeft && Function->TickGroup == Group && Function->bStartWithTickEnabled && (!bPaused || Function->bTickEvenWhenPaused))
		{
			Function->ExecuteTick(DeltaSeconds, bPaused ? LEVELTICK_PauseTick : LEVELTICK_All, ENamedThreads::GameThread, FGraphEventRef());
		}
	}
}

void Shim::RunTickGroup(UWorld* World, ETickingGroup Group)
{
	World->PersistentLevel->ShimRunGroup(Group, World->GetDeltaSeconds(), World->IsPaused());
}
