// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "UnrealAsyncTickSettings.h"

#include "Interfaces/IPluginManager.h"
#include "Misc/Paths.h"

namespace
{
	const TCHAR* const AsyncTickScriptFolder = TEXT("Content/Scripts");

#if UE_BUILD_SHIPPING
	/** Whether a start-up line names a file and no folder, so that it is looked for in the game's own scripts only. */
	bool IsAsyncTickPlainScript(const FString& Line)
	{
		const bool bQuoted = Line.StartsWith(TEXT("\""));
		for (int32 Index = bQuoted ? 1 : 0; Index < Line.Len(); ++Index)
		{
			const TCHAR Character = Line[Index];
			if (bQuoted ? Character == TEXT('"') : FChar::IsWhitespace(Character))
			{
				break;
			}
			if (Character == TEXT('/') || Character == TEXT('\\') || Character == TEXT(':') || Character == TEXT('"'))
			{
				return false;
			}
		}
		return true;
	}
#else
	/** An absolute folder; empty stays empty. */
	FString MakeAsyncTickFolder(const FString& ProjectDirectory, const FDirectoryPath& Folder)
	{
		return Folder.Path.IsEmpty() ? FString() : FPaths::ConvertRelativePathToFull(ProjectDirectory, Folder.Path);
	}
#endif
}

UUnrealAsyncTickSettings::UUnrealAsyncTickSettings()
{
	// Here, for an engine-wide installation does not read the plugin's ini file.
	ScriptDirectories.AddDefaulted_GetRef().Path = AsyncTickScriptFolder;
}

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

	const FString PluginManaged = FPaths::Combine(Config.PluginDirectory, TEXT("Managed"));
#if UE_BUILD_SHIPPING
	// The player can write the saved configuration: it must not name code to load.
	Config.ManagedDirectory = PluginManaged;
	Config.ScriptDirectories.Add(FPaths::ConvertRelativePathToFull(Config.ProjectDirectory, AsyncTickScriptFolder));
	for (const FString& Script : StartupScripts)
	{
		if (IsAsyncTickPlainScript(Script))
		{
			Config.StartupScripts.Add(Script);
		}
	}
#else
	Config.DotNetRoot = MakeAsyncTickFolder(Config.ProjectDirectory, DotNetRoot);
	Config.ManagedDirectory = ManagedDirectory.Path.IsEmpty() ? PluginManaged : MakeAsyncTickFolder(Config.ProjectDirectory, ManagedDirectory);
	for (const FDirectoryPath& Directory : ScriptDirectories)
	{
		if (!Directory.Path.IsEmpty())
		{
			Config.ScriptDirectories.Add(MakeAsyncTickFolder(Config.ProjectDirectory, Directory));
		}
	}
	Config.StartupScripts = StartupScripts;
#endif
	Config.ScriptDirectories.Add(FPaths::Combine(Config.PluginDirectory, AsyncTickScriptFolder));

	Config.Settings.BudgetSeconds = MaxPumpMilliseconds / 1000.0;
	Config.Settings.GraceSeconds = CancelGraceSeconds;
	Config.Settings.ShutdownSeconds = ShutdownMaxSeconds;
	Config.Settings.ShutdownFrames = ShutdownMaxFrames;
	Config.Settings.Editor = GIsEditor ? 1 : 0;
#if UE_BUILD_SHIPPING
	Config.Settings.CommandSocket = -1;
#else
	Config.Settings.CommandSocket = CommandSocket == EAsyncTickCommandSocket::Always || (CommandSocket == EAsyncTickCommandSocket::EditorOnly && GIsEditor) ? 1 : 0;
#endif
	return Config;
}
