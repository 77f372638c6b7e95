// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

#include "UnrealAsyncTickSettings.h"

#include "Interfaces/IPluginManager.h"
#include "Misc/Paths.h"

FName UUnrealAsyncTickSettings::GetCategoryName() const
{
	return FName(TEXT("Plugins"));
}

FAsyncTickConfig UUnrealAsyncTickSettings::MakeConfig() const
{
	FAsyncTickConfig Config;
	Config.Hosting = Host;
	Config.bConsoleCommands = bConsoleCommands;
	Config.ProjectDirectory = FPaths::ConvertRelativePathToFull(FPaths::ProjectDir());
	Config.SavedDirectory = FPaths::ConvertRelativePathToFull(FPaths::ProjectSavedDir());

	const TSharedPtr<IPlugin> Plugin = IPluginManager::Get().FindPlugin(TEXT("UnrealAsyncTick"));
	if (Plugin.IsValid())
	{
		Config.PluginDirectory = FPaths::ConvertRelativePathToFull(Plugin->GetBaseDir());
	}

	Config.DotNetRoot = DotNetRoot;
	Config.ManagedDirectory = ManagedDirectory.IsEmpty()
		? FPaths::Combine(Config.PluginDirectory, TEXT("Binaries/Managed"))
		: FPaths::ConvertRelativePathToFull(Config.ProjectDirectory, ManagedDirectory);

	for (const FString& Directory : ScriptDirectories)
	{
		Config.ScriptDirectories.Add(FPaths::ConvertRelativePathToFull(Config.ProjectDirectory, Directory));
	}
	Config.ScriptDirectories.Add(FPaths::Combine(Config.PluginDirectory, TEXT("Content/Scripts")));

	Config.StartupScripts = StartupScripts;

	Config.Settings.BudgetSeconds = MaxPumpMilliseconds / 1000.0;
	Config.Settings.GraceSeconds = CancelGraceSeconds;
	Config.Settings.ShutdownSeconds = ShutdownMaxSeconds;
	Config.Settings.ShutdownFrames = ShutdownMaxFrames;
	Config.Settings.Editor = GIsEditor ? 1 : 0;
	return Config;
}
