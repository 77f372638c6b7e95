// Copyright (c) 2026 The UnrealAsyncTick authors. All rights reserved.

using System;
using System.IO;
using System.Linq;
using UnrealBuildTool;

public class UnrealAsyncTick : ModuleRules
{
	public UnrealAsyncTick(ReadOnlyTargetRules Target) : base(Target)
	{
		PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;

		PublicDependencyModuleNames.AddRange(new[] { "Core" });
		PrivateDependencyModuleNames.AddRange(new[] { "CoreUObject", "Engine", "DeveloperSettings", "Projects" });

		// Nothing here has UFUNCTIONs: UnrealSharp need not generate C# for this module.
		PublicDefinitions.Add("SkipGlueGeneration=1");

		bool bWithUnrealSharp = IsUnrealSharpPresent();
		PrivateDefinitions.Add("WITH_UNREALSHARP=" + (bWithUnrealSharp ? "1" : "0"));
		if (bWithUnrealSharp)
		{
			PrivateDependencyModuleNames.AddRange(new[] { "UnrealSharpBinds", "UnrealSharpCore" });
		}

		// The managed half, for packaged games that use the module's own .NET host.
		string ManagedDirectory = Path.Combine(PluginDirectory, "Binaries", "Managed");
		if (Directory.Exists(ManagedDirectory))
		{
			RuntimeDependencies.Add("$(PluginDir)/Binaries/Managed/...", StagedFileType.NonUFS);
		}
	}

	/// <summary>
	/// UnrealSharp beside this plugin, anywhere below the project's plugins, or in the engine. The environment variable
	/// UNREALASYNCTICK_WITH_UNREALSHARP (0 or 1) overrides the search.
	/// </summary>
	private bool IsUnrealSharpPresent()
	{
		string Override = Environment.GetEnvironmentVariable("UNREALASYNCTICK_WITH_UNREALSHARP");
		if (!string.IsNullOrEmpty(Override))
		{
			return Override == "1";
		}

		string[] Roots =
		{
			Path.Combine(PluginDirectory, ".."),
			Target.ProjectFile == null ? null : Path.Combine(Target.ProjectFile.Directory.FullName, "Plugins"),
			Path.Combine(EngineDirectory, "Plugins"),
		};
		return Roots
			.Where(Root => Root != null && Directory.Exists(Root))
			.Any(Root => Directory.EnumerateFiles(Root, "UnrealSharp.uplugin", SearchOption.AllDirectories).Any());
	}
}
