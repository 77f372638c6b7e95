// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

#include "../../../Source/UnrealAsyncTick/Private/UnrealAsyncTickSettings.h"
#include "FakeManaged.h"
#include "Testing.h"
#include "UObject/UObjectGlobals.h"

#if UE_BUILD_SHIPPING

TEST(Shipping_SavedConfiguration_NamesNoCode)
{
	const FEngineFixture Engine;
	UUnrealAsyncTickSettings* Settings = GetMutableDefault<UUnrealAsyncTickSettings>();
	SetFolder(Settings->DotNetRoot, "/saved/dotnet");
	SetFolder(Settings->ManagedDirectory, "/saved/managed");
	SetFolder(Settings->ScriptDirectories.AddDefaulted_GetRef(), "/saved/scripts");
	for (const char* Script : {"Game.cs fast", "\"My Game.cs\" https://host/path", "/saved/Evil.cs", "../Evil.cs", "..\\Evil.cs", "C:Evil.cs", "\"/saved/My Evil.cs\""})
	{
		Settings->StartupScripts.Add(Shim::FromUtf8(Script));
	}
	const FAsyncTickConfig Config = Settings->MakeConfig();
	EXPECT(Config.DotNetRoot.IsEmpty());
	EXPECT(Shim::ToUtf8(Config.ManagedDirectory) == "/plugin/Managed");
	EXPECT(Config.ScriptDirectories.Num() == 2 && Shim::ToUtf8(Config.ScriptDirectories[0]) == "/project/Content/Scripts" && Shim::ToUtf8(Config.ScriptDirectories[1]) == "/plugin/Content/Scripts");
	EXPECT(Config.StartupScripts.Num() == 2 && Shim::ToUtf8(Config.StartupScripts[0]) == "Game.cs fast");
}

TEST(Shipping_Console_HasNoCommands)
{
	FEngineFixture Engine;
	Engine.Exec("AsyncTick.List");
	EXPECT(!Engine.WasKnown());
	Engine.Managed.Doorbell.Ready = 1;
	Shim::TickFrames(2);
	EXPECT(Engine.Managed.Frames.size() == 2);
}

#endif
