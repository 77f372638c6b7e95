// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Containers/UnrealString.h"

#include <vector>

class AActor;
class APlayerController;

class FGameplayDebuggerCategory
{
public:
	virtual ~FGameplayDebuggerCategory() = default;
	virtual void CollectData(APlayerController*, AActor*) {}
	void AddTextLine(const FString& TextLine) { ShimLines.push_back(TextLine); }
	std::vector<FString> ShimLines;
};
