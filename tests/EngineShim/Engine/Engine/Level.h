// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Engine/EngineBaseTypes.h"
#include "UObject/Object.h"

#include <vector>

/** What a world's actors and tick functions are in. */
class ULevel : public UObject
{
public:
	/** Fails when a tick function is left: the engine would call it on freed memory. */
	virtual ~ULevel() override;

	void ShimRunGroup(ETickingGroup Group, float DeltaSeconds, bool bPaused);

	std::vector<FTickFunction*> ShimFunctions;
};
