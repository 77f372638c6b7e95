// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

using UnrealBuildTool;

public class AsyncTickSample : ModuleRules
{
	public AsyncTickSample(ReadOnlyTargetRules Target) : base(Target)
	{
		PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;

		PrivateDependencyModuleNames.AddRange(new[] { "Core", "CoreUObject", "Engine", "UnrealAsyncTick" });
	}
}
