// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

using UnrealBuildTool;

public class UnrealAsyncTickEditor : ModuleRules
{
	public UnrealAsyncTickEditor(ReadOnlyTargetRules Target) : base(Target)
	{
		PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;

		PrivateDependencyModuleNames.AddRange(new[]
		{
			"Core", "CoreUObject", "DesktopPlatform", "Engine", "InputCore", "MessageLog", "Settings", "Slate", "SlateCore", "ToolMenus", "UnrealAsyncTick",
			"UnrealEd", "WorkspaceMenuStructure",
		});

		// Defines WITH_GAMEPLAY_DEBUGGER as 1 with the module in its dependencies, or as 0 for targets that have none.
		SetupGameplayDebuggerSupport(Target);
		PublicDefinitions.Add("SkipGlueGeneration=1");
	}
}
