// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

using UnrealBuildTool;

public class UnrealAsyncTickEditor : ModuleRules
{
	public UnrealAsyncTickEditor(ReadOnlyTargetRules Target) : base(Target)
	{
		PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;

		PrivateDependencyModuleNames.AddRange(new[]
		{
			"Core", "CoreUObject", "Engine", "MessageLog", "Slate", "SlateCore", "ToolMenus", "UnrealAsyncTick", "UnrealEd",
		});
		PublicDefinitions.Add("SkipGlueGeneration=1");
	}
}
