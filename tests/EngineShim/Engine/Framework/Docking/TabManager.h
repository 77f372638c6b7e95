// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "Delegates/Delegate.h"
#include "Internationalization/Text.h"
#include "Templates/SharedPointer.h"
#include "UObject/NameTypes.h"

#include <memory>
#include <vector>

class SDockTab;
class FSpawnTabArgs
{
};
class FWorkspaceItem
{
};
using FOnSpawnTab = TDelegate<TSharedRef<SDockTab>(const FSpawnTabArgs&)>;

struct FTabId
{
	FTabId(const FName InTabType)
		: TabType(InTabType)
	{
	}
	FName TabType;
};

struct FTabSpawnerEntry
{
	FTabSpawnerEntry& SetDisplayName(const FText& Text)
	{
		ShimName = Text;
		return *this;
	}
	FTabSpawnerEntry& SetTooltipText(const FText&) { return *this; }
	FTabSpawnerEntry& SetGroup(const TSharedRef<FWorkspaceItem>&) { return *this; }
	FName ShimId;
	FText ShimName;
	FOnSpawnTab ShimSpawn;
};

/** Tabs that any window can hold. */
class FGlobalTabmanager
{
public:
	static const TSharedRef<FGlobalTabmanager>& Get();
	FTabSpawnerEntry& RegisterNomadTabSpawner(const FName TabId, const FOnSpawnTab& OnSpawnTab);
	bool UnregisterNomadTabSpawner(const FName TabId);
	TSharedPtr<SDockTab> TryInvokeTab(const FTabId& TabId);

	std::vector<std::unique_ptr<FTabSpawnerEntry>> ShimEntries;
	/** What is open. */
	TSharedPtr<SDockTab> ShimTab;
};
