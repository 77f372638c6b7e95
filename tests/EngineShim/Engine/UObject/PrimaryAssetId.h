// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

/** The engine's has a type and a name; the shim's is the asset's path. */
struct FPrimaryAssetId
{
	bool IsValid() const { return !ShimPath.IsEmpty(); }
	FString ShimPath;
};
