namespace AsyncTick.Scripting.Tests;

/// <summary>What is wrong with a <c>#:</c> line is said at that line, before anything is restored.</summary>
public sealed class DirectiveTests
{
    [TestCase("#:package", "name a package: #:package Name@Version")]
    [TestCase("#:package ../evil@1.0", "name a package: #:package Name@Version")]
    [TestCase("#:package YamlDotNet", "name a version: #:package YamlDotNet@1.0.0, or YamlDotNet@* for the newest")]
    [TestCase("#:package YamlDotNet@one", "'one' is not a version; 1.2.3, 1.2.3-beta.1, 1.* and [1.2,2.0) are")]
    [TestCase("#:project", "name a project file, or the folder of one, relative to the script: #:project ../Shared")]
    [TestCase("#:property", "write it as #:property Name=Value")]
    [TestCase("#:property Nullable", "write it as #:property Name=Value")]
    [TestCase("#:property Nullable=disable", "scripts are compiled with Nullable=enable; remove the line")]
    [TestCase("#:property TargetFramework=net8.0", "scripts are compiled with TargetFramework=net10.0; remove the line")]
    [TestCase("#:property DefineConstants=FAST", "scripts are not built by a project, so DefineConstants has no effect on them; remove the line")]
    [TestCase("#:property RestoreSources=/nonexistent/$([System.IO.File]::ReadAllText(`/etc/hostname`).Trim())", "the value is text and nothing else: $( ), @( ) and %( ) are not evaluated in a script; write it out")]
    [TestCase("#:property NuGetAudit=%24(Path)", "the value is text and nothing else: $( ), @( ) and %( ) are not evaluated in a script; write it out")]
    [TestCase("#:property CustomBeforeMicrosoftCommonProps=/tmp/evil.props", "a script may not set CustomBeforeMicrosoftCommonProps; the properties that it may set are in Docs/Scripts.md")]
    [TestCase("#:property RestorePackagesPath=/tmp", "a script may not set RestorePackagesPath; the properties that it may set are in Docs/Scripts.md")]
    [TestCase("#:property BeforeBuild=x", "a script may not set BeforeBuild; the properties that it may set are in Docs/Scripts.md")]
    [TestCase("#:property Optimize=maybe", "Optimize is true or false")]
    [TestCase("#:sdk Microsoft.NET.Sdk.Web", "a script has no SDK of its own, and the engine's .NET has no other framework than .NET itself; remove the line")]
    [TestCase("#:include Other.cs", "not supported in scripts; put what several scripts share into a project and name it with #:project")]
    [TestCase("#:frobnicate", "unknown directive; #:package, #:project, #:property and #:sdk are known")]
    public async Task Directive_Wrong_IsAnErrorOfItsLine(string line, string problem) =>
        Assert.That(await SharedCompiler.DiagnoseAsync($"// comment\n{line}\nLog(1);"), Is.EqualTo(new[] { $"Test.cs(2,1): error AT0101: '{line}': {problem}" }));

    [Test]
    public async Task Package_NamedTwice_IsAnErrorOfTheSecondLine() =>
        Assert.That(
            await SharedCompiler.DiagnoseAsync("#:package YamlDotNet@16.3.0\n#:package yamldotnet@16.2.0\nLog(1);"),
            Is.EqualTo(new[] { "Test.cs(2,1): error AT0101: '#:package yamldotnet@16.2.0': this package is named twice; remove one of the lines" }));

    [Test]
    public async Task Project_NotThere_IsAnErrorWithItsFullPath() =>
        Assert.That(
            await SharedCompiler.DiagnoseAsync("#:project No/Such.csproj\nLog(1);"),
            Is.EqualTo(new[] { $"Test.cs(1,1): error AT0101: '#:project No/Such.csproj': there is no project {Path.GetFullPath("No/Such.csproj")}" }));

    [TestCase("#:property PublishAot=false\n#:property Nullable=enable\n#:property TargetFramework=net10.0\n#:sdk Microsoft.NET.Sdk\nLog(1);")]
    [TestCase("#!/usr/bin/env dotnet\n/* a\n   comment */\n#:property PackAsTool=true\nLog(1);")]
    public async Task Directive_Harmless_ChangesNothing(string text) =>
        Assert.That(await SharedCompiler.DiagnoseAsync(text), Is.Empty);
}
