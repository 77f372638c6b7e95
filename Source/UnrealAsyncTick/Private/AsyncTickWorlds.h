// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "UObject/WeakObjectPtr.h"

class IAsyncTickEditor;
class UWorld;

/** Gives worlds numbers that are never used twice, so that managed code cannot mistake one world for another. */
class FAsyncTickWorlds
{
public:
	/** The number of a world; a new one when it has none. 0 for null and for a world that has ended. */
	uint64 GetId(UWorld* World);

	/** The living world with this number, or null. */
	UWorld* Find(uint64 Id) const;

	/** The same, and one that is being torn down as well, until it is cleaned up: its own tasks still act in it. */
	UWorld* FindUntilGone(uint64 Id) const;

	/** The world that is being played: play-in-editor first, then a game. Null outside play. */
	UWorld* FindPlayWorld();

	/** The world that is open for editing, or null. */
	UWorld* FindEditedWorld() const;

	/** The world that code means when it names none: the play world, else the edited one. May be null. */
	UWorld* FindDefaultWorld();

	/** Null takes the editor away. */
	void SetEditor(IAsyncTickEditor* InEditor) { Editor = InEditor; }
	IAsyncTickEditor* GetEditor() const { return Editor; }

	/** Marks a world as ended and returns its number; 0 when it was never given one, or had ended before. */
	uint64 End(UWorld* World);

	/** The world is cleaned up: nothing finds it any more. It stays ended for as long as its object exists. */
	void Close(const UWorld* World);

	/** The engine has made a world of this object again; it gets a new number. */
	void Renew(const UWorld* World);

private:
	struct FAsyncTickKnownWorld
	{
		TWeakObjectPtr<UWorld> World;
		uint64 Id = 0;
		bool bEnded = false;
		bool bCleanedUp = false;
	};

	bool HasEnded(const UWorld* World) const;
	FAsyncTickKnownWorld* FindKnown(const UWorld* World);

	TArray<FAsyncTickKnownWorld> Entries;
	TWeakObjectPtr<UWorld> PlayWorld;
	IAsyncTickEditor* Editor = nullptr;
	uint64 NextId = 1;
};
