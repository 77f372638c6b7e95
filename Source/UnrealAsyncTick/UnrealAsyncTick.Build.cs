// Copyright (c) 2026 The UnrealAsyncTick authors. MIT license, see LICENSE.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using EpicGames.Core;
using UnrealBuildTool;

public class UnrealAsyncTick : ModuleRules
{
	public UnrealAsyncTick(ReadOnlyTargetRules Target) : base(Target)
	{
		PCHUsage = PCHUsageMode.UseExplicitOrSharedPCHs;

		PublicDependencyModuleNames.AddRange(new[] { "Core", "CoreUObject", "Engine" });
		PrivateDependencyModuleNames.AddRange(new[] { "DeveloperSettings", "PhysicsCore", "Projects", "TraceLog" });

		// The functions here are for Blueprint; C# has better ones, and UnrealSharp need not generate any.
		PublicDefinitions.Add("SkipGlueGeneration=1");

		var bWithUnrealSharp = IsUnrealSharpUsed();
		PrivateDefinitions.Add("WITH_UNREALSHARP=" + (bWithUnrealSharp ? "1" : "0"));
		if (bWithUnrealSharp)
		{
			PrivateDependencyModuleNames.AddRange(new[] { "UnrealSharpBinds", "UnrealSharpCore" });
		}

		if (Target.Type != TargetType.Editor)
		{
			StageManagedHalf();
			StageScripts(Path.Combine(PluginDirectory, "Content", "Scripts"), "$(PluginDir)/Content/Scripts/...");
			if (Target.ProjectFile != null)
			{
				StageScripts(Path.Combine(Target.ProjectFile.Directory.FullName, "Content", "Scripts"), "$(ProjectDir)/Content/Scripts/...");
			}
		}
	}

	/// <summary>
	/// The managed half, for games that use the module's own .NET host. The plugin's pre-build step publishes it; one file is
	/// named, so that a package that would lack it fails when it is staged, and not when a player starts it.
	/// </summary>
	private void StageManagedHalf()
	{
		var bCanPublish = Directory.Exists(Path.Combine(PluginDirectory, "Script", "AsyncTick.Engine"));
		if (!bCanPublish && !File.Exists(Path.Combine(PluginDirectory, "Managed", "AsyncTick.Engine.dll")))
		{
			throw new BuildException("UnrealAsyncTick: Managed/AsyncTick.Engine.dll is missing in " + PluginDirectory + ", and so are the sources to publish it from (Script). Install the plugin again.");
		}
		RuntimeDependencies.Add("$(PluginDir)/Managed/AsyncTick.Engine.dll", StagedFileType.NonUFS);
		RuntimeDependencies.Add("$(PluginDir)/Managed/...", StagedFileType.NonUFS);
	}

	/// <summary>C# files are no assets: nothing else stages them.</summary>
	private void StageScripts(string Folder, string Pattern)
	{
		if (Directory.Exists(Folder))
		{
			RuntimeDependencies.Add(Pattern, StagedFileType.NonUFS);
		}
	}

	/// <summary>
	/// Whether UnrealSharp runs on this platform, is not switched off in the project, and is installed. The environment
	/// variable UNREALASYNCTICK_WITH_UNREALSHARP (0 or 1) overrides that.
	/// </summary>
	private bool IsUnrealSharpUsed()
	{
		var Override = Environment.GetEnvironmentVariable("UNREALASYNCTICK_WITH_UNREALSHARP");
		if (!string.IsNullOrEmpty(Override))
		{
			return Override == "1";
		}
		if (Target.Platform != UnrealTargetPlatform.Win64 && Target.Platform != UnrealTargetPlatform.Mac)
		{
			return false;
		}

		// This plugin's own descriptor switches it on; only the project can switch it off.
		var Project = Target.ProjectFile == null ? null : JsonObject.Read(Target.ProjectFile);
		return !IsSwitchedOff(Project) && ListPluginFolders(Project).Any(HoldsUnrealSharp);
	}

	private static bool IsSwitchedOff(JsonObject Project)
	{
		JsonObject[] Plugins;
		if (Project == null || !Project.TryGetObjectArrayField("Plugins", out Plugins))
		{
			return false;
		}
		return Plugins.Any(Plugin =>
		{
			string Name;
			bool bEnabled;
			return Plugin.TryGetStringField("Name", out Name) && Name == "UnrealSharp" && Plugin.TryGetBoolField("Enabled", out bEnabled) && !bEnabled;
		});
	}

	private IEnumerable<string> ListPluginFolders(JsonObject Project)
	{
		yield return Path.Combine(PluginDirectory, "..");
		if (Project != null)
		{
			var ProjectDirectory = Target.ProjectFile.Directory.FullName;
			yield return Path.Combine(ProjectDirectory, "Plugins");
			string[] Additional;
			if (Project.TryGetStringArrayField("AdditionalPluginDirectories", out Additional))
			{
				foreach (var Folder in Additional)
				{
					yield return Path.Combine(ProjectDirectory, Folder);
				}
			}
		}
		yield return Path.Combine(EngineDirectory, "Plugins");
	}

	private static bool HoldsUnrealSharp(string Folder)
	{
		// Plugins/UnrealSharp, Plugins/<Group>/UnrealSharp, and one more level; an engine's plugins are tens of thousands of folders.
		var Options = new EnumerationOptions
		{
			RecurseSubdirectories = true,
			MaxRecursionDepth = 3,
			IgnoreInaccessible = true,
		};
		return Directory.Exists(Folder) && Directory.EnumerateFiles(Folder, "UnrealSharp.uplugin", Options).Any();
	}
}
