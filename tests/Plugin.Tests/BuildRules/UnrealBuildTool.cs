using System;
using System.Collections.Generic;
using EpicGames.Core;

// Stand-ins for the part of Unreal Build Tool that build rules use, written from its public documentation.
namespace UnrealBuildTool;

public enum TargetType
{
    Game,
    Editor,
    Client,
    Server,
    Program,
}

public enum StagedFileType
{
    UFS,
    NonUFS,
    DebugNonUFS,
    SystemNonUFS,
}

public enum BuildSettingsVersion
{
    V5,
    V6,
    V7,
    Latest,
}

public enum EngineIncludeOrderVersion
{
    Unreal5_6,
    Unreal5_7,
    Unreal5_8,
    Latest,
}

public readonly record struct UnrealTargetPlatform(string Name)
{
    public static readonly UnrealTargetPlatform Win64 = new("Win64");
    public static readonly UnrealTargetPlatform Mac = new("Mac");
    public static readonly UnrealTargetPlatform Linux = new("Linux");
}

public class BuildException(string message) : Exception(message);

public class TargetInfo
{
}

public class TargetRules(TargetInfo target)
{
    public TargetInfo Info { get; } = target;

    public TargetType Type { get; set; }

    public UnrealTargetPlatform Platform { get; set; }

    public FileReference ProjectFile { get; set; }

    public BuildSettingsVersion DefaultBuildSettings { get; set; }

    public EngineIncludeOrderVersion IncludeOrderVersion { get; set; }

    public List<string> ExtraModuleNames { get; } = [];
}

public class ReadOnlyTargetRules(TargetRules inner)
{
    public TargetType Type => inner.Type;

    public UnrealTargetPlatform Platform => inner.Platform;

    public FileReference ProjectFile => inner.ProjectFile;

    public bool bBuildEditor => inner.Type == TargetType.Editor;
}

public class RuntimeDependencyList
{
    public List<(string Path, StagedFileType Type)> Inner { get; } = [];

    public void Add(string path, StagedFileType type = StagedFileType.NonUFS) => Inner.Add((path, type));
}

public class ModuleRules(ReadOnlyTargetRules target)
{
    public enum PCHUsageMode
    {
        Default,
        NoPCHs,
        UseExplicitOrSharedPCHs,
    }

    // Unreal Build Tool sets these before it calls the constructor; there is one module at a time here.
    [ThreadStatic]
    private static (string Plugin, string Engine) t_folders;

    public ReadOnlyTargetRules Target { get; } = target;

    public PCHUsageMode PCHUsage { get; set; }

    public List<string> PublicDependencyModuleNames { get; } = [];

    public List<string> PrivateDependencyModuleNames { get; } = [];

    public List<string> PublicDefinitions { get; } = [];

    public List<string> PrivateDefinitions { get; } = [];

    public RuntimeDependencyList RuntimeDependencies { get; } = new();

    public string PluginDirectory { get; } = t_folders.Plugin;

    public string EngineDirectory { get; } = t_folders.Engine;

    /// <summary>Of targets that have the Gameplay Debugger: all but Shipping ones.</summary>
    public void SetupGameplayDebuggerSupport(ReadOnlyTargetRules target)
    {
        PublicDefinitions.Add("WITH_GAMEPLAY_DEBUGGER=1");
        PrivateDependencyModuleNames.Add("GameplayDebugger");
    }

    public static void SetFolders(string plugin, string engine) => t_folders = (plugin, engine);
}
