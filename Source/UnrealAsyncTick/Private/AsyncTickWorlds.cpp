// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickWorlds.h"

#include "Engine/Engine.h"
#include "Engine/World.h"
#include "UnrealAsyncTickModule.h"

uint64 FAsyncTickWorlds::GetId(UWorld* World)
{
	if (World == nullptr)
	{
		return 0;
	}
	if (const FAsyncTickKnownWorld* Known = FindKnown(World))
	{
		return Known->bEnded ? 0 : Known->Id;
	}
	FAsyncTickKnownWorld& Added = Entries.AddDefaulted_GetRef();
	Added.World = World;
	Added.Id = NextId++;
	return Added.Id;
}

UWorld* FAsyncTickWorlds::Find(uint64 Id) const
{
	for (const FAsyncTickKnownWorld& Entry : Entries)
	{
		if (Entry.Id == Id && !Entry.bEnded)
		{
			return Entry.World.Get();
		}
	}
	return nullptr;
}

UWorld* FAsyncTickWorlds::FindUntilGone(uint64 Id) const
{
	for (const FAsyncTickKnownWorld& Entry : Entries)
	{
		if (Entry.Id == Id && !Entry.bCleanedUp)
		{
			return Entry.World.Get();
		}
	}
	return nullptr;
}

UWorld* FAsyncTickWorlds::FindPlayWorld()
{
	if (UWorld* Known = PlayWorld.Get())
	{
		return Known;
	}
	if (GEngine == nullptr)
	{
		return nullptr;
	}
	UWorld* Found = nullptr;
	for (const FWorldContext& Context : GEngine->GetWorldContexts())
	{
		UWorld* World = Context.World();
		if (World == nullptr || HasEnded(World))
		{
			continue;
		}
		if (Context.WorldType == EWorldType::PIE)
		{
			Found = World;
			break;
		}
		if (Context.WorldType == EWorldType::Game && Found == nullptr)
		{
			Found = World;
		}
	}
	PlayWorld = Found;
	return Found;
}

UWorld* FAsyncTickWorlds::FindEditedWorld() const
{
	return Editor != nullptr ? Editor->GetEditedWorld() : nullptr;
}

UWorld* FAsyncTickWorlds::FindDefaultWorld()
{
	UWorld* Found = FindPlayWorld();
	return Found != nullptr ? Found : FindEditedWorld();
}

uint64 FAsyncTickWorlds::End(UWorld* World)
{
	if (PlayWorld.Get() == World)
	{
		PlayWorld.Reset();
	}
	if (FAsyncTickKnownWorld* Known = FindKnown(World))
	{
		const uint64 Id = Known->bEnded ? 0 : Known->Id;
		Known->bEnded = true;
		return Id;
	}
	// Later code of the same cleanup may ask for it: it must not get a number then.
	FAsyncTickKnownWorld& Added = Entries.AddDefaulted_GetRef();
	Added.World = World;
	Added.bEnded = true;
	return 0;
}

void FAsyncTickWorlds::Close(const UWorld* World)
{
	if (FAsyncTickKnownWorld* Known = FindKnown(World))
	{
		Known->bCleanedUp = true;
	}
	// Worlds whose objects are gone.
	Entries.RemoveAll([](const FAsyncTickKnownWorld& Entry)
		{ return Entry.World.Get() == nullptr; });
}

void FAsyncTickWorlds::Renew(const UWorld* World)
{
	Entries.RemoveAll([World](const FAsyncTickKnownWorld& Entry)
		{ return Entry.bCleanedUp && Entry.World.Get() == World; });
}

bool FAsyncTickWorlds::HasEnded(const UWorld* World) const
{
	for (const FAsyncTickKnownWorld& Entry : Entries)
	{
		if (Entry.World.Get() == World)
		{
			return Entry.bEnded;
		}
	}
	return false;
}

FAsyncTickWorlds::FAsyncTickKnownWorld* FAsyncTickWorlds::FindKnown(const UWorld* World)
{
	return Entries.FindByPredicate([World](const FAsyncTickKnownWorld& Entry)
		{ return Entry.World.Get() == World; });
}
