// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#pragma once

#include "CoreMinimal.h"

/**
 * Splits a command's arguments. The console splits at white space only and leaves quotes in the pieces, so a path with
 * a blank arrives in two; this puts the pieces together and splits again.
 *
 * Double quotes group; two of them inside quotes stand for one; a backslash is a backslash, for the sake of Windows
 * paths. Runs of white space between the console's pieces are lost before they get here.
 */
class FAsyncTickTokeniser
{
public:
	/** False when a quote is not closed; OutError then says where it starts. */
	static bool Split(const FString& Line, TArray<FString>& OutTokens, FString& OutError);
};
