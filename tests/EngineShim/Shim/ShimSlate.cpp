// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "Framework/Docking/TabManager.h"
#include "HAL/PlatformProcess.h"
#include "ISettingsModule.h"
#include "Logging/MessageLog.h"
#include "Modules/ModuleManager.h"
#include "ShimState.h"
#include "Widgets/Docking/SDockTab.h"

FString FPlatformProcess::ShimLaunched;
int32 FMessageLog::ShimOpened = 0;

void FPlatformProcess::LaunchURL(const TCHAR* URL, const TCHAR*, FString*)
{
	ShimLaunched = URL;
}

const TSharedRef<FGlobalTabmanager>& FGlobalTabmanager::Get()
{
	static const TSharedRef<FGlobalTabmanager> Manager(new FGlobalTabmanager());
	return Manager;
}

FTabSpawnerEntry& FGlobalTabmanager::RegisterNomadTabSpawner(const FName TabId, const FOnSpawnTab& OnSpawnTab)
{
	ShimEntries.push_back(std::make_unique<FTabSpawnerEntry>());
	ShimEntries.back()->ShimId = TabId;
	ShimEntries.back()->ShimSpawn = OnSpawnTab;
	return *ShimEntries.back();
}

bool FGlobalTabmanager::UnregisterNomadTabSpawner(const FName TabId)
{
	ShimTab.Reset();
	return std::erase_if(ShimEntries, [TabId](const std::unique_ptr<FTabSpawnerEntry>& Entry)
			   { return Entry->ShimId == TabId; })
		!= 0;
}

TSharedPtr<SDockTab> FGlobalTabmanager::TryInvokeTab(const FTabId& TabId)
{
	for (const std::unique_ptr<FTabSpawnerEntry>& Entry : ShimEntries)
	{
		if (Entry->ShimId == TabId.TabType && !ShimTab.IsValid())
		{
			ShimTab = Entry->ShimSpawn.Execute(FSpawnTabArgs());
		}
	}
	return ShimTab;
}

namespace
{
	class FShimSettingsModule final : public ISettingsModule
	{
	public:
		virtual void ShowViewer(const FName& ContainerName, const FName& CategoryName, const FName& SectionName) override
		{
			Shim::State().Log.Serialize(*FString::Printf(TEXT("settings %s/%s/%s"), *ContainerName.ToString(), *CategoryName.ToString(), *SectionName.ToString()), ELogVerbosity::Display, FName("Shim"));
		}
	};
}

IMPLEMENT_MODULE(FShimSettingsModule, Settings)
