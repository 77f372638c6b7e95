// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "AsyncTickTab.h"

#include "SAsyncTickTaskPanel.h"
#include "Widgets/Docking/SDockTab.h"
#include "WorkspaceMenuStructure.h"
#include "WorkspaceMenuStructureModule.h"

#define LOCTEXT_NAMESPACE "UnrealAsyncTick"

namespace
{
	FName GetAsyncTickTabName()
	{
		return FName(TEXT("AsyncTickTasks"));
	}
}

void FAsyncTickTab::Register()
{
	FGlobalTabmanager::Get()->RegisterNomadTabSpawner(GetAsyncTickTabName(), FOnSpawnTab::CreateRaw(this, &FAsyncTickTab::Spawn)).SetDisplayName(LOCTEXT("TabTitle", "C# Tasks")).SetTooltipText(LOCTEXT("TabTip", "The running C# tasks: what they wait on, where and for how long.")).SetGroup(WorkspaceMenu::GetMenuStructure().GetDeveloperToolsMiscCategory());
}

void FAsyncTickTab::Unregister()
{
	FGlobalTabmanager::Get()->UnregisterNomadTabSpawner(GetAsyncTickTabName());
}

void FAsyncTickTab::Open()
{
	FGlobalTabmanager::Get()->TryInvokeTab(FTabId(GetAsyncTickTabName()));
}

TSharedRef<SDockTab> FAsyncTickTab::Spawn(const FSpawnTabArgs&)
{
	// clang-format off
	return SNew(SDockTab).TabRole(ETabRole::NomadTab)
	[
		SNew(SAsyncTickTaskPanel)
	];
	// clang-format on
}

#undef LOCTEXT_NAMESPACE
