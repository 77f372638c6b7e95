// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

using UnrealBuildTool;

public class UnrealAsyncTickTests : ModuleRules
{
	public UnrealAsyncTickTests(ReadOnlyTargetRules Target) : base(Target)
	{
		PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;

		PrivateDependencyModuleNames.AddRange(new[] { "Core", "CoreUObject", "Engine", "UnrealAsyncTick" });
		PublicDefinitions.Add("SkipGlueGeneration=1");
		if (Target.bBuildEditor)
		{
			PrivateDependencyModuleNames.Add("UnrealEd");
		}
	}
}
