// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "Framework/Docking/TabManager.h"

class SDockTab;

/** The dockable tab with the live tree of tasks. */
class FAsyncTickTab
{
public:
	void Register();
	void Unregister();

	/** Opens it, or brings it to the front. */
	void Open();

private:
	TSharedRef<SDockTab> Spawn(const FSpawnTabArgs& Args);
};
