using EpicGames.Core;
using UnrealBuildTool;

namespace AsyncTick.Plugin.Tests;

/// <summary>What the module's build rules decide: whether UnrealSharp is used, and what is staged.</summary>
public sealed class BuildRulesTests
{
    private readonly TemporaryFolder _folder = new();

    [SetUp]
    public void LayOut()
    {
        _folder.Write("Engine/Plugins/Runtime/Any/Any.uplugin", "{}");
        _folder.Write("Game/Plugins/UnrealAsyncTick/UnrealAsyncTick.uplugin", "{}");
        _folder.Write("Game/Plugins/UnrealAsyncTick/Script/AsyncTick.Engine/AsyncTick.Engine.csproj");
        _folder.Write("Game/Game.uproject", "{ \"FileVersion\": 3 }");
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [TestCase("Win64", true)]
    [TestCase("Mac", true)]
    [TestCase("Linux", false)]
    public void UnrealSharp_OnAPlatform_IsUsedWhereItRuns(string platform, bool used)
    {
        _folder.Write("Game/Plugins/UnrealSharp/UnrealSharp.uplugin", "{}");

        AssertUsed(Rules(platform: platform), used);
    }

    [TestCase("{ \"Plugins\": [ { \"Name\": \"UnrealSharp\", \"Enabled\": false } ] }", false)]
    [TestCase("{ \"Plugins\": [ { \"Name\": \"UnrealSharp\", \"Enabled\": true }, { \"Name\": \"Other\", \"Enabled\": false } ] }", true)]
    [TestCase("{ \"Plugins\": [] }", true)]
    public void UnrealSharp_InTheProjectsList_IsUsedUnlessItIsSwitchedOff(string project, bool used)
    {
        _folder.Write("Game/Plugins/UnrealSharp/UnrealSharp.uplugin", "{}");
        _folder.Write("Game/Game.uproject", project);

        AssertUsed(Rules(), used);
    }

    [TestCase("Game/Plugins/Scripting/UnrealSharp/UnrealSharp.uplugin", true)]
    [TestCase("Engine/Plugins/Marketplace/UnrealSharp/UnrealSharp.uplugin", true)]
    [TestCase("Shared/UnrealSharp/UnrealSharp.uplugin", true)]
    [TestCase("Engine/Plugins/a/b/c/d/e/UnrealSharp/UnrealSharp.uplugin", false)]
    [TestCase("Elsewhere/UnrealSharp/UnrealSharp.uplugin", false)]
    public void UnrealSharp_InAFolder_IsFoundWherePluginsLie(string file, bool used)
    {
        _folder.Write(file, "{}");
        _folder.Write("Game/Game.uproject", "{ \"AdditionalPluginDirectories\": [ \"../Shared\" ] }");

        AssertUsed(Rules(), used);
    }

    [Test]
    public void UnrealSharp_NotThereAndALinkThatLeadsBack_IsNotFoundAndTheSearchEnds()
    {
        Directory.CreateSymbolicLink(Path.Combine(_folder.Location, "Game/Plugins/Back"), Path.Combine(_folder.Location, "Game"));
        Directory.CreateSymbolicLink(Path.Combine(_folder.Location, "Game/Plugins/Gone"), "/no/such/folder");

        AssertUsed(Rules(), false);
    }

    [Test]
    public void Game_ThatIsNotPublishedYet_StagesTheManagedHalfAndTheScripts()
    {
        _folder.Write("Game/Content/Scripts/Mine.cs");
        _folder.Write("Game/Plugins/UnrealAsyncTick/Content/Scripts/Timers.cs");

        Assert.That(Rules(TargetType.Game).RuntimeDependencies.Inner, Is.EquivalentTo(new[]
        {
            ("$(PluginDir)/Managed/AsyncTick.Engine.dll", StagedFileType.NonUFS),
            ("$(PluginDir)/Managed/...", StagedFileType.NonUFS),
            ("$(PluginDir)/Content/Scripts/...", StagedFileType.NonUFS),
            ("$(ProjectDir)/Content/Scripts/...", StagedFileType.NonUFS),
        }));
    }

    [Test]
    public void Game_WithoutManagedHalfAndWithoutItsSources_DoesNotBuild()
    {
        Directory.Delete(Path.Combine(_folder.Location, "Game/Plugins/UnrealAsyncTick/Script"), recursive: true);

        Assert.That(() => Rules(TargetType.Game), Throws.TypeOf<BuildException>().With.Message.Contains("Managed/AsyncTick.Engine.dll is missing"));

        _folder.Write("Game/Plugins/UnrealAsyncTick/Managed/AsyncTick.Engine.dll");
        Assert.That(Rules(TargetType.Game).RuntimeDependencies.Inner, Has.Count.EqualTo(2));
    }

    [TestCase("0", false)]
    [TestCase("1", true)]
    public void UnrealSharp_NamedInTheEnvironment_IsAsItSays(string value, bool used)
    {
        _folder.Write("Game/Plugins/UnrealSharp/UnrealSharp.uplugin", "{}");
        Environment.SetEnvironmentVariable("UNREALASYNCTICK_WITH_UNREALSHARP", value);
        try
        {
            AssertUsed(Rules(platform: "Linux"), used);
        }
        finally
        {
            Environment.SetEnvironmentVariable("UNREALASYNCTICK_WITH_UNREALSHARP", null);
        }
    }

    private static void AssertUsed(ModuleRules rules, bool used)
    {
        Assert.That(rules.PrivateDefinitions, Does.Contain(used ? "WITH_UNREALSHARP=1" : "WITH_UNREALSHARP=0"));
        Assert.That(rules.PrivateDependencyModuleNames.Contains("UnrealSharpCore"), Is.EqualTo(used));
    }

    private global::UnrealAsyncTick Rules(TargetType type = TargetType.Editor, string platform = "Win64")
    {
        TargetRules target = new(new TargetInfo())
        {
            Type = type,
            Platform = new UnrealTargetPlatform(platform),
            ProjectFile = new FileReference(Path.Combine(_folder.Location, "Game/Game.uproject")),
        };
        ModuleRules.SetFolders(Path.Combine(_folder.Location, "Game/Plugins/UnrealAsyncTick"), Path.Combine(_folder.Location, "Engine"));
        return new global::UnrealAsyncTick(new ReadOnlyTargetRules(target));
    }
}
