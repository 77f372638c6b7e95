using System.Diagnostics;

namespace AsyncTick.Plugin.Tests;

/// <summary>
/// The script that proves the plugin in an engine, in both of its languages, on a folder laid out as an engine: the programs in it do what the engine's leave
/// behind. What the engine really does is what the script is there to find out.
/// </summary>
[TestFixture("sh")]
[TestFixture("ps1")]
public sealed class VerifyScriptTests(string language)
{
    private const string Good = "{ \"succeeded\": 7, \"failed\": 0, \"tests\": [ { \"fullTestPath\": \"AsyncTick.Host.IsConnected\" } ] }";

    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Engine_ThatDoesItAll_PassesEveryRow()
    {
        LayOut(Good);
        (var status, var report) = Run();

        Assert.That(status, Is.Zero, report);
        Assert.That(report, Does.Contain("- engine: 5.7.2").And.Contain("automation tests: 7 passed, 0 failed | passed |").And.Contain("- AsyncTick.Host.IsConnected"));
        Assert.That(report, Does.Not.Contain("FAILED"));
    }

    [TestCase("{ \"succeeded\": 6, \"failed\": 1, \"tests\": [] }", "", "", "automation tests: 6 passed, 1 failed | FAILED |")]
    [TestCase("{ \"succeeded\": 0, \"failed\": 0, \"tests\": [] }", "", "", "automation tests: 0 passed, 0 failed | FAILED |")]
    [TestCase(null, "", "", "automation tests: 0 passed, ? failed | FAILED |")]
    [TestCase(Good, "LogAsyncTick: Error: C# tasks are not available", "", "no error of the plugin in the log | FAILED |")]
    [TestCase(Good, "LogAsyncTick: Error: this scenario fails on purpose", "Source/UnrealAsyncTick/Private/AsyncTickPump.cpp(9,1): warning C4459: hides", "no warning from our files | FAILED |")]
    public void Engine_InWhichSomethingFails_FailsThatRowAlone(string? tests, string log, string packageLog, string row)
    {
        LayOut(tests, log, packageLog);
        (var status, var report) = Run();

        Assert.That(status, Is.EqualTo(1), report);
        Assert.That(report, Does.Contain(row));
        Assert.That(report.Split("FAILED"), Has.Length.EqualTo(2), report);
    }

    [Test]
    public void Folder_ThatIsNoEngine_IsSaidSo()
    {
        (var status, var report) = Run("nothing");

        Assert.That(status, Is.EqualTo(1), report);
        Assert.That(report, Does.Contain("the engine is there | FAILED |"));
    }

    private void LayOut(string? tests, string log = "", string packageLog = "")
    {
        var binaries = language == "sh" ? "Linux/UnrealEditor-Cmd" : "Win64/UnrealEditor-Cmd.exe";
        var suffix = language == "sh" ? "sh" : "bat";
        _folder.Write("engine/Engine/Build/Build.version", "{\n\"MajorVersion\": 5,\n\"MinorVersion\": 7,\n\"PatchVersion\": 2,\n\"Changelist\": 1\n}");
        Program($"engine/Engine/Build/BatchFiles/RunUAT.{suffix}", $$"""
            echo '{{packageLog}}'
            for argument; do [[ $argument != -Package=* ]] || package=${argument#-Package=}; done
            mkdir -p "$package/Managed" "$package/Config"
            touch "$package/Managed/AsyncTick.Engine.dll" "$package/Config/DefaultUnrealAsyncTick.ini"
            """);
        Program(language == "sh" ? "engine/Engine/Build/BatchFiles/Linux/Build.sh" : "engine/Engine/Build/BatchFiles/Build.bat", "echo built");
        Program($"engine/Engine/Binaries/{binaries}", $$"""
            for argument; do
                case $argument in
                -ReportExportPath=*) tests=${argument#-ReportExportPath=} ;;
                -abslog=*) echo '{{log}}' >"${argument#-abslog=}" ;;
                esac
            done
            {{(tests is null ? ":" : $"mkdir -p \"$tests\"; echo '{tests}' >\"$tests/index.json\"")}}
            """);
    }

    private void Program(string name, string script)
    {
        var file = _folder.Write(name, $"#!/usr/bin/env bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        }
    }

    private (int Status, string Report) Run(string engine = "engine")
    {
        var output = Path.Combine(_folder.Location, "output");
        var script = Repository.PathOf($"verify-in-engine.{language}");
        var folder = Path.Combine(_folder.Location, engine);
        ProcessStartInfo info = language == "sh"
            ? new("bash", [script, folder, output])
            : new(PowerShell.Command, ["-NoProfile", "-File", script, "-Engine", folder, "-Output", output]);
        info.RedirectStandardOutput = info.RedirectStandardError = true;
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var report = Path.Combine(output, "report.md");
        return (process.ExitCode, (File.Exists(report) ? File.ReadAllText(report) : "") + "\n" + (process.ExitCode == 0 ? "" : text.Replace("FAILED", "failed")) + errors.Result);
    }
}
