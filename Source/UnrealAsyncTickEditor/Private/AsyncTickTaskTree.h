// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"
#include "AsyncTickTaskTypes.h"
#include "Containers/Map.h"
#include "Templates/Function.h"
#include "Templates/SharedPointer.h"

/** A task in words, as a line of the tree. */
struct FAsyncTickTaskLine
{
	int32 Id = 0;
	int32 ParentId = 0;
	/** How many tasks above it in the tree have started one another. */
	int32 Depth = 0;
	EAsyncTickTaskState State = EAsyncTickTaskState::Waiting;
	FString Name;
	FString Scope;
	/** What it waits on, or else does. */
	FString Wait;
	/** Where it waits, else where it was started; empty and 0 when that is not known. */
	FString File;
	int32 Line = 0;
	/** "Radio.cs:12". */
	FString Place;
	FString Age;
	FString Used;
};

using FAsyncTickTaskLinePtr = TSharedPtr<FAsyncTickTaskLine>;

/**
 * The task list as a tree of lines: each task below the one that has started it, as long as that one runs. A task keeps its line object from one reading to
 * the next, so that what a user has selected stays selected. Knows no widgets.
 */
class FAsyncTickTaskTree
{
public:
	/** Takes over what is listed now; Read calls the function that it is given with each row. */
	void Read(TFunctionRef<void(TFunctionRef<void(const FAsyncTickTaskRow&)>)> ReadRows);

	/** The lines whose name, scope, wait or place contains the text, in any case, with those above them; all for an empty text. */
	TArray<FAsyncTickTaskLinePtr> Flatten(const FString& Filter) const;

	int32 Num() const { return Lines.Num(); }

	/** "850 us", "12.3 ms", "4.2 s", "3 m 20 s": as the console has it. */
	static FString ToDuration(double Seconds);
	static const TCHAR* ToWord(EAsyncTickTaskState State);

private:
	FAsyncTickTaskLinePtr Describe(const FAsyncTickTaskRow& Row) const;

	/** In the tree's order. */
	TArray<FAsyncTickTaskLinePtr> Lines;
	TMap<int32, FAsyncTickTaskLinePtr> ById;
};
