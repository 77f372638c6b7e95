// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CSBindsRegistry.h"
#include "UObject/WeakObjectPtr.h"

class UObject;

class UCSManager
{
public:
	static UCSManager& Get();
	void SetCurrentWorldContext(UObject* WorldContext) { CurrentWorldContext = WorldContext; }
	UObject* GetCurrentWorldContext() const { return CurrentWorldContext.Get(); }

private:
	TWeakObjectPtr<UObject> CurrentWorldContext;
};
