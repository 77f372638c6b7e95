using System.Diagnostics;

namespace AsyncTick.Plugin.Tests;

/// <summary>The pre-build step that publishes the managed half, in both of its languages.</summary>
[TestFixture("PublishManaged.sh")]
[TestFixture("PublishManaged.ps1")]
public sealed class PublishScriptTests(string script)
{
    private readonly TemporaryFolder _folder = new();

    [SetUp]
    public void Copy() => File.Copy(Repository.PathOf($"Source/UnrealAsyncTick/{script}"), _folder.Write($"Source/UnrealAsyncTick/{script}"), overwrite: true);

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    [Order(1)]
    public void NothingToPublishFromAndNothingPublished_IsAnErrorOfTheBuild()
    {
        (int status, string output) = Run();

        Assert.That(status, Is.EqualTo(1), output);
        Assert.That(output, Does.Contain("error: ").And.Contain("AsyncTick.Engine.dll is missing").And.Contain("Install the plugin again."));
    }

    [Test]
    [Order(2)]
    public void NothingToPublishFromAndPublishedBefore_IsFine()
    {
        _folder.Write("Managed/AsyncTick.Engine.dll", "published");

        (int status, string output) = Run();

        Assert.That(status, Is.Zero, output);
        Assert.That(output, Is.Empty);
    }

    [Test]
    [Order(3)]
    public void SourcesThatHaveNotChanged_ArePublishedNoSecondTime()
    {
        _folder.Write("Script/AsyncTick.Engine/AsyncTick.Engine.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>");
        _folder.Write("Script/AsyncTick.Engine/One.cs", "class One;");
        _folder.Write("Source/Programs/AsyncTick.Compiler/Compiler.cs");
        string payload = _folder.Write("Managed/AsyncTick.Engine.dll", "published");
        File.SetLastWriteTimeUtc(payload, DateTime.UtcNow.AddMinutes(1));
        // What a build writes is no source.
        File.SetLastWriteTimeUtc(_folder.Write("Script/AsyncTick.Engine/obj/Made.cs"), DateTime.UtcNow.AddMinutes(2));

        (int status, string output) = Run();

        Assert.That(status, Is.Zero, output);
        Assert.That(File.ReadAllText(payload), Is.EqualTo("published"));
    }

    [Test]
    [Order(4)]
    public void SourcesThatHaveChanged_ArePublished()
    {
        File.SetLastWriteTimeUtc(Path.Combine(_folder.Location, "Managed/AsyncTick.Engine.dll"), DateTime.UtcNow.AddDays(-1));
        Directory.Delete(Path.Combine(_folder.Location, "Script/AsyncTick.Engine/obj"), recursive: true);

        (int status, string output) = Run(("DOTNET_ROOT", "/an/engine/with/its/own"));

        Assert.That(status, Is.Zero, output);
        Assert.That(new FileInfo(Path.Combine(_folder.Location, "Managed/AsyncTick.Engine.dll")).Length, Is.GreaterThan(1000), output);
        Assert.That(Run().Output, Is.Empty);
    }

    private (int Status, string Output) Run(params (string Name, string Value)[] environment)
    {
        string file = Path.Combine(_folder.Location, "Source/UnrealAsyncTick", script);
        ProcessStartInfo info = script.EndsWith(".sh", StringComparison.Ordinal)
            ? new("bash", [file])
            : new(PowerShell.Command, ["-NoProfile", "-File", file]);
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}
