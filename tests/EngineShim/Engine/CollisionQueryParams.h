// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Engine/EngineTypes.h"
#include "UObject/NameTypes.h"

#include <vector>

class AActor;

/** The engine turns actors into numbers when they are added; the shim's keep their address, and what is there is not looked at. */
struct FCollisionQueryParams
{
	FName TraceTag;
	bool bTraceComplex = false;

	FCollisionQueryParams() = default;
	FCollisionQueryParams(FName InTraceTag, bool bInTraceComplex = false, const AActor* InIgnoreActor = nullptr)
		: TraceTag(InTraceTag)
		, bTraceComplex(bInTraceComplex)
	{
		AddIgnoredActor(InIgnoreActor);
	}
	void AddIgnoredActor(const AActor* InIgnoreActor)
	{
		if (InIgnoreActor != nullptr)
		{
			ShimIgnored.push_back(InIgnoreActor);
		}
	}

	std::vector<const AActor*> ShimIgnored;
};

struct FCollisionResponseParams
{
	static const FCollisionResponseParams DefaultResponseParam;
};
inline const FCollisionResponseParams FCollisionResponseParams::DefaultResponseParam = {};

struct FCollisionObjectQueryParams
{
	int32 ObjectTypesToQuery = 0;

	void AddObjectTypesToQuery(ECollisionChannel QueryChannel) { ObjectTypesToQuery |= 1 << QueryChannel; }
	bool IsValid() const { return ObjectTypesToQuery != 0; }
};
