// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"

class UWorld;

// The whole of what this plugin knows of UnrealSharp. Build.cs decides whether it is there; without it these do nothing.

/** Whether C# is loaded by UnrealSharp, so that the module's own host is not wanted. */
bool IsAsyncTickBuiltWithUnrealSharp();

/** Offers the binder functions that the adapter in Script/UnrealAsyncTick connects through. */
void RegisterAsyncTickBinds();

/** Makes a world the one that UnrealSharp's calls find when they are not given any. */
void SetAsyncTickUnrealSharpWorld(UWorld* World);
