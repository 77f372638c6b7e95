// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"

/**
 * Where .NET may be installed, in the order of .NET's own launcher: the variable of this processor, DOTNET_ROOT, what the
 * installer has noted, the usual folders, then PATH. None of them need exist.
 */
TArray<FString> ListAsyncTickDotNetRoots();
