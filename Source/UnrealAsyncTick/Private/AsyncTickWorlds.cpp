// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

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
	for (const FEntry& Entry : Entries)
	{
		if (Entry.World.Get() == World)
		{
			return Entry.bEnded ? 0 : Entry.Id;
		}
	}
	FEntry& Added = Entries.AddDefaulted_GetRef();
	Added.World = World;
	Added.Id = NextId++;
	return Added.Id;
}

UWorld* FAsyncTickWorlds::Find(uint64 Id) const
{
	for (const FEntry& Entry : Entries)
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
	for (const FEntry& Entry : Entries)
	{
		if (Entry.Id == Id)
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

uint64 FAsyncTickWorlds::End(const UWorld* World)
{
	if (PlayWorld.Get() == World)
	{
		PlayWorld.Reset();
	}
	for (FEntry& Entry : Entries)
	{
		if (Entry.World.Get() == World)
		{
			const uint64 Id = Entry.bEnded ? 0 : Entry.Id;
			Entry.bEnded = true;
			return Id;
		}
	}
	return 0;
}

void FAsyncTickWorlds::Forget(const UWorld* World)
{
	// Worlds that were collected without an event go at the same time.
	Entries.RemoveAll([World](const FEntry& Entry)
	{
		const UWorld* Known = Entry.World.Get();
		return Known == nullptr || Known == World;
	});
}

bool FAsyncTickWorlds::HasEnded(const UWorld* World) const
{
	for (const FEntry& Entry : Entries)
	{
		if (Entry.World.Get() == World)
		{
			return Entry.bEnded;
		}
	}
	return false;
}
