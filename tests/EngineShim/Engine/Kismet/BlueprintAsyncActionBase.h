// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/DynamicDelegate.h"
#include "UObject/Object.h"

/** An asynchronous Blueprint node: the factory makes it, then the node binds its pins, then it is activated. */
class UBlueprintAsyncActionBase : public UObject
{
public:
	virtual void Activate() {}
	/** Keeps it from being collected until it is done. */
	void RegisterWithGameInstance(const UObject* WorldContextObject)
	{
		ShimRegistered = WorldContextObject != nullptr;
		ShimStrongCount += ShimRegistered ? 1 : 0;
	}
	virtual void SetReadyToDestroy()
	{
		ShimReadyToDestroy = true;
		ShimStrongCount -= ShimRegistered ? 1 : 0;
		ShimRegistered = false;
	}
	virtual bool ShimIsCollected() const override { return true; }

	bool ShimReadyToDestroy = false;
	bool ShimRegistered = false;
};
