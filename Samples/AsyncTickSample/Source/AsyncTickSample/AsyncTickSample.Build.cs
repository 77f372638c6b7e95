// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

using UnrealBuildTool;

public class AsyncTickSample : ModuleRules
{
	public AsyncTickSample(ReadOnlyTargetRules Target) : base(Target)
	{
		PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;

		PrivateDependencyModuleNames.AddRange(new[] { "Core", "CoreUObject", "Engine", "UnrealAsyncTick" });
	}
}
