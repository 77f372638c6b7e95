// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickBridge.h"

// Text crosses the bridge as UTF-16 code units, which is what a TCHAR is on every platform of this plugin.
static_assert(sizeof(TCHAR) == sizeof(uint16), "UnrealAsyncTick needs 16-bit TCHARs.");

/** Copies code units into a string; whatever stands in them stays, NULs included. */
inline FString AsyncTickToString(const uint16* Units, int32 Length)
{
	FString Result;
	if (Units != nullptr && Length > 0)
	{
		TArray<TCHAR>& Characters = Result.GetCharArray();
		Characters.SetNumUninitialized(Length + 1);
		FMemory::Memcpy(Characters.GetData(), Units, static_cast<SIZE_T>(Length) * sizeof(TCHAR));
		Characters[Length] = TCHAR(0);
	}
	return Result;
}

inline FString AsyncTickToString(const FAsyncTickText& Text)
{
	return AsyncTickToString(Text.Units, Text.Length);
}

/** The same for text that a person reads: a NUL would cut the line short, so it is shown as its control picture. */
inline FString AsyncTickToLine(const uint16* Units, int32 Length)
{
	constexpr TCHAR SymbolForNull = TCHAR(0x2400);

	FString Result = AsyncTickToString(Units, Length);
	TArray<TCHAR>& Characters = Result.GetCharArray();
	for (int32 Index = 0; Index + 1 < Characters.Num(); ++Index)
	{
		if (Characters[Index] == TCHAR(0))
		{
			Characters[Index] = SymbolForNull;
		}
	}
	return Result;
}

/** A view that is valid as long as the string is neither changed nor destroyed. */
inline FAsyncTickText AsyncTickToText(const FString& String)
{
	return FAsyncTickText{reinterpret_cast<const uint16*>(*String), String.Len(), 0};
}
