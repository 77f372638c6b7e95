using System.Text.RegularExpressions;

namespace AsyncTick.Architecture.Tests;

/// <summary>
/// The suffix <c>Async</c>: what user code calls reads without it (core, network, adapter), but for names that .NET or AsyncEx have given; the hosts' own
/// assemblies follow .NET and have it on all methods that return something to await.
/// </summary>
public sealed partial class NamingTests
{
    private static readonly string[] Without = ["Script/AsyncTick", "Script/AsyncTick.Net", "Script/UnrealAsyncTick"];
    private static readonly string[] With = ["Script/AsyncTick.Scripting", "Script/AsyncTick.Dashboard", "Script/AsyncTick.Remote", "Script/AsyncTick.Engine", "Source/Programs/AsyncTick.Headless", "Source/Programs/AsyncTick.Tool", "Source/Programs/AsyncTick.Compiler"];
    private static readonly string[] SharedNames = ["DisposeAsync", "LockAsync", "MoveNextAsync", "OutputAvailableAsync", "ReadAllAsync", "RunAsync", "WaitAsync"];

    private static IEnumerable<string> WithoutFolders => Without;

    private static IEnumerable<string> WithFolders => With;

    [TestCaseSource(nameof(WithoutFolders))]
    public void Method_ThatUserCodeMeets_HasNoSuffix(string folder) =>
        Assert.That(Methods(folder).Where(static method => method.Name.EndsWith("Async", StringComparison.Ordinal) && !SharedNames.Contains(method.Name)).Select(static method => method.Place), Is.Empty);

    [TestCaseSource(nameof(WithFolders))]
    public void Method_OfAHost_HasTheSuffix(string folder) =>
        Assert.That(Methods(folder).Where(static method => !method.Name.EndsWith("Async", StringComparison.Ordinal)).Select(static method => method.Place), Is.Empty);

    // An override has the name that it overrides, what answers a console command that of its verb, and a play session is for tests of games.
    private static IEnumerable<(string Name, string Place)> Methods(string folder) =>
        from file in Repository.Files(folder, ".cs")
        from each in File.ReadLines(Path.Combine(Repository.Root, file)).Select((line, at) => (Line: line, Number: at + 1))
        let match = Declaration().Match(each.Line)
        where match.Success && !each.Line.Contains(" override ", StringComparison.Ordinal)
            && !each.Line.Contains("(ConsoleCall ", StringComparison.Ordinal) && Path.GetFileName(file) is not ("ConsoleCall.cs" or "Play.cs")
        select (match.Groups[1].Value, $"{file}:{each.Number}: {match.Groups[1].Value}");

    [GeneratedRegex(@"^\s*(?:private|internal|public|protected)\b[^=(;]*\b(?:Task|ValueTask|PooledTask|IAsyncEnumerable)(?:<[^(]*>)?\??\s(\w+)(?:<[\w, ]+>)?\(")]
    private static partial Regex Declaration();
}
