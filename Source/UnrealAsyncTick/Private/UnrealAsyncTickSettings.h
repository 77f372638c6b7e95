// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#pragma once

#include "CoreMinimal.h"
#include "AsyncTickConfig.h"
#include "Engine/DeveloperSettings.h"
#include "Engine/EngineTypes.h"
#include "UnrealAsyncTickSettings.generated.h"

UENUM()
enum class EAsyncTickHosting : uint8
{
	/** UnrealSharp when the plugin was built with it, else the plugin's own .NET host. */
	Automatic,
	/** The plugin's own .NET host. */
	Own,
	/** Another module connects a managed half. */
	External,
	/** No .NET: the plugin does nothing. */
	Off,
};

UENUM()
enum class EAsyncTickCommandSocket : uint8
{
	/** In the editor; games open it by command only: AsyncTick.Remote on. */
	EditorOnly,
	/** In the editor and in games that are no Shipping builds. */
	Always,
	/** By command only. */
	Off,
};

/** Project Settings > Plugins > Async Tick. */
UCLASS(Config = UnrealAsyncTick, DefaultConfig, meta = (DisplayName = "Async Tick"))
class UUnrealAsyncTickSettings : public UDeveloperSettings
{
	GENERATED_BODY()

public:
	UUnrealAsyncTickSettings();

	/** Who brings up .NET. */
	UPROPERTY(Config, EditAnywhere, Category = "Host", meta = (ConfigRestartRequired = true))
	EAsyncTickHosting Host = EAsyncTickHosting::Automatic;

	/**
	 * Folder that holds host/fxr and shared/Microsoft.NETCore.App. Relative to the project. Empty: DOTNET_ROOT, the system's
	 * install locations, then PATH. Not read in Shipping builds.
	 */
	UPROPERTY(Config, EditAnywhere, Category = "Host", meta = (ConfigRestartRequired = true))
	FDirectoryPath DotNetRoot;

	/** Folder of AsyncTick.Engine.dll. Relative to the project. Empty: Managed in the plugin. Not read in Shipping builds. */
	UPROPERTY(Config, EditAnywhere, Category = "Host", meta = (ConfigRestartRequired = true))
	FDirectoryPath ManagedDirectory;

	/** Where AsyncTick.Run looks for a script given by name. Relative to the project. Shipping builds look in Content/Scripts only. */
	UPROPERTY(Config, EditAnywhere, Category = "Scripts", meta = (ConfigRestartRequired = true))
	TArray<FDirectoryPath> ScriptDirectories;

	/**
	 * Scripts to run once the editor has opened its first map, or a game plays; each as after AsyncTick.Run: "Tools.cs",
	 * "\"My Watcher.cs\" -keep fast". They belong to no world: only the end of the editor or game, or their own, ends them.
	 * In Shipping builds they are names of files in Content/Scripts.
	 */
	UPROPERTY(Config, EditAnywhere, Category = "Scripts", meta = (ConfigRestartRequired = true))
	TArray<FString> StartupScripts;

	/** The AsyncTick.* console commands. They never exist in Shipping builds, and are cheats in Test builds. */
	UPROPERTY(Config, EditAnywhere, Category = "Scripts", meta = (ConfigRestartRequired = true))
	bool bConsoleCommands = true;

	/**
	 * Where the tool asynctick reaches this project: a socket for programs of the same user on this machine, which run any code through it.
	 * Shipping builds never open it.
	 */
	UPROPERTY(Config, EditAnywhere, Category = "Remote", meta = (ConfigRestartRequired = true))
	EAsyncTickCommandSocket CommandSocket = EAsyncTickCommandSocket::EditorOnly;

	/** Most time per frame that resumed tasks may use; at least one resumes each frame. */
	UPROPERTY(Config, EditAnywhere, Category = "Pump", meta = (ClampMin = "0.0", Units = "ms"))
	float MaxPumpMilliseconds = 4.0f;

	/** A canceled task that has not ended after this time is named in the log. */
	UPROPERTY(Config, EditAnywhere, Category = "Pump", meta = (ClampMin = "0.0", Units = "s"))
	float CancelGraceSeconds = 2.0f;

	/** The drain at engine exit ends after this many frames, or after ShutdownMaxSeconds. */
	UPROPERTY(Config, EditAnywhere, Category = "Pump", meta = (ClampMin = "1"))
	int32 ShutdownMaxFrames = 120;

	UPROPERTY(Config, EditAnywhere, Category = "Pump", meta = (ClampMin = "0.0", Units = "s"))
	float ShutdownMaxSeconds = 1.0f;

	virtual FName GetCategoryName() const override;

	/** These settings, with every folder made absolute. */
	FAsyncTickConfig MakeConfig() const;
};
