using System.Diagnostics;

namespace AsyncTick.Plugin.Tests;

/// <summary>The pre-build step that publishes the managed half, in both of its languages.</summary>
[TestFixture("PublishManaged.sh")]
[TestFixture("PublishManaged.ps1")]
public sealed class PublishScriptTests(string script)
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Copy()
    {
        _folder = new TemporaryFolder();
        File.Copy(Repository.PathOf($"Source/UnrealAsyncTick/{script}"), _folder.Write($"Source/UnrealAsyncTick/{script}"), overwrite: true);
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void NothingToPublishFromAndNothingPublished_IsAnErrorOfTheBuild()
    {
        (var status, var output) = Run();

        Assert.That(status, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("error: ").And.Contain("AsyncTick.Engine.dll is missing").And.Contain("Install the plugin again."));
    }

    [Test]
    public void NothingToPublishFromAndPublishedBefore_IsFine()
    {
        _folder.Write("Managed/AsyncTick.Engine.dll", "published");

        (var status, var output) = Run();

        Assert.That(status, Is.Zero, output);
        Assert.That(output, Is.Empty);
    }

    [Test]
    public void SourcesThatHaveNotChanged_ArePublishedNoSecondTime()
    {
        var payload = LayOut(DateTime.UtcNow.AddMinutes(1));
        // What a build writes is no source.
        File.SetLastWriteTimeUtc(_folder.Write("Script/AsyncTick.Engine/obj/Made.cs"), DateTime.UtcNow.AddMinutes(2));

        (var status, var output) = Run();

        Assert.That(status, Is.Zero, output);
        Assert.That(File.ReadAllText(payload), Is.EqualTo("published"));
    }

    [Test]
    public void SourcesThatHaveChanged_ArePublished()
    {
        var payload = LayOut(DateTime.UtcNow.AddDays(-1));

        (var status, var output) = Run(("DOTNET_ROOT", "/an/engine/with/its/own"));

        Assert.That(status, Is.Zero, output);
        Assert.That(new FileInfo(payload).Length, Is.GreaterThan(1000), output);
        Assert.That(Run().Output, Is.Empty);
    }

    /// <summary>A small project in place of the plugin's, and what was published of it then.</summary>
    private string LayOut(DateTime published)
    {
        _folder.Write("Script/AsyncTick.Engine/AsyncTick.Engine.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        _folder.Write("Script/AsyncTick.Engine/One.cs", "class One;");
        _folder.Write("Source/Programs/AsyncTick.Compiler/Compiler.cs");
        _folder.Write("Source/Programs/AsyncTick.Analyzers/Rules/Rule.cs");
        var payload = _folder.Write("Managed/AsyncTick.Engine.dll", "published");
        File.SetLastWriteTimeUtc(payload, published);
        return payload;
    }

    private (int Status, string Output) Run(params (string Name, string Value)[] environment)
    {
        var file = Path.Combine(_folder.Location, "Source/UnrealAsyncTick", script);
        ProcessStartInfo info = script.EndsWith(".sh", StringComparison.Ordinal)
            ? new("bash", [file])
            : new(PowerShell.Command, ["-NoProfile", "-File", file]);
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((var name, var value) in environment)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
