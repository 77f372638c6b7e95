// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"

/** The category AsyncTick of the Gameplay Debugger; nothing in builds that are without it. */
class FAsyncTickDebugger
{
public:
	void Register();
	void Unregister();
};
