using AsyncTick.Scripting;
using AsyncTick.Testing;

namespace AsyncTick.Docs.Tests;

/// <summary>What the README and the pages in Docs show compiles, does what they say, and leads somewhere.</summary>
public sealed class DocsTests
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

    private ScriptCompiler _compiler = null!;

    private static IEnumerable<Snippet> Scripts => Repository.Pages.SelectMany(page => page.Snippets).Where(snippet => !snippet.IsUnrealClass);

    private static IEnumerable<Snippet> RunScripts => Scripts.Where(snippet => snippet.RunSeconds is not null);

    private static IEnumerable<Snippet> UnrealClasses => Repository.Pages.SelectMany(page => page.Snippets).Where(snippet => snippet.IsUnrealClass);

    private static IEnumerable<TableCell> Cells => Repository.Pages.SelectMany(page => page.Cells);

    private static IEnumerable<string> SampleScripts =>
        new[] { "Content/Scripts", "Samples" }.SelectMany(static folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(static file => Path.GetFileName(Path.GetDirectoryName(file)) == "Scripts").Select(static file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal);

    // As every host with the adapter has it.
    [OneTimeSetUp]
    public async Task MakeCompiler()
    {
        _compiler = new ScriptCompiler(new ScriptCompilerOptions
        {
            References = [typeof(Engine.EngineWorld).Assembly, typeof(Net.LineServer).Assembly, typeof(UnrealAsyncTick.UnrealTasks).Assembly, typeof(UnrealSharp.Engine.AActor).Assembly, typeof(Headless.Play).Assembly],
            Usings = ["AsyncTick.Engine", "AsyncTick.Net"],
        });
        await _compiler.WarmUpAsync();
    }

    [OneTimeTearDown]
    public void DisposeCompiler() => _compiler.Dispose();

    [TestCaseSource(nameof(Scripts))]
    public async Task Snippet_AsAScript_CompilesWithoutAWarning(object snippet)
    {
        var shown = (Snippet)snippet;
        var script = await _compiler.CompileTextAsync("Snippet.cs", shown.Code);
        Assert.That(script.Diagnostics, Is.Empty);
    }

    // With the rules of Analyzers.md, which a script's compilation includes.
    [TestCaseSource(nameof(SampleScripts))]
    public async Task SampleScript_CompilesWithoutAWarning(string script) =>
        Assert.That((await _compiler.CompileAsync(Path.Combine(Repository.Root, script))).Diagnostics, Is.Empty);

    [TestCaseSource(nameof(RunScripts))]
    public void Snippet_Run_LogsWhatThePageSays(object snippet)
    {
        var shown = (Snippet)snippet;
        SynchronizationContext.SetSynchronizationContext(null);
        using TestLoop test = new();
        using ScriptHost host = new(test.Loop, _compiler);
        var starting = host.RunText("Snippet.cs", shown.Code);
        test.PumpUntil(() => starting.IsCompleted && host.Running.All(run => run.HasBegun), UnexpectedTimeout, frameSeconds: 0);
        Assert.That(host.RunCount, Is.EqualTo(1), "It does not compile.");
        test.Advance(shown.RunSeconds!.Value);
        test.PumpUntil(() => Log(test).Count() >= shown.ExpectedLog!.Split('\n').Length, UnexpectedTimeout);
        test.Loop.RootScope.CancelTasks(CancelReason.Shutdown);
        test.RunUntilIdle();
        Assert.That(string.Join('\n', Log(test)), Is.EqualTo(shown.ExpectedLog));
    }

    [TestCaseSource(nameof(UnrealClasses))]
    public void Snippet_OfAnUnrealClass_StandsInTheAdaptersTests(object snippet)
    {
        var shown = (Snippet)snippet;
        string[] sources = [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "UnrealAsyncTick.Tests"), "U*.cs").Select(file => Words(File.ReadAllText(file)))];
        Assert.That(sources.Any(source => source.Contains(Words(shown.Code), StringComparison.Ordinal)), Is.True, () => $"No file in tests/UnrealAsyncTick.Tests has this code:\n{shown.Code}");
    }

    // One compilation for all: a cell is a function of its own, so its diagnostics tell its line.
    [Test]
    public async Task TableCells_OfThisRuntime_Compile()
    {
        List<TableCell> cells = [.. Cells];
        var functions = cells.Select((cell, i) =>
            $"async Task Cell{i}() {{ {cell.Given} await Task.CompletedTask; {cell.Code}{(cell.Code.EndsWith('}') || cell.Code.EndsWith(';') ? "" : ";")} }}");
        var script = await _compiler.CompileTextAsync("Cells.cs", "using UnrealAsyncTick;" + string.Join('\n', functions));
        var errors = script.Diagnostics.Where(diagnostic => diagnostic.IsError).Select(diagnostic => $"{cells[diagnostic.Line - 1]}: {diagnostic}");
        Assert.That(string.Join('\n', errors), Is.Empty);
        Assert.That(cells, Has.Count.GreaterThan(40));
    }

    [Test]
    public void Links_ToFilesAndHeadings_LeadSomewhere()
    {
        List<string> broken = [];
        foreach (var page in Repository.Pages)
        {
            foreach (var link in page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal)))
            {
                var parts = link.Split('#', 2);
                var target = parts[0].Length == 0 ? page.FullPath : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.FullPath)!, parts[0]));
                var isThere = File.Exists(target) || Directory.Exists(target);
                if (!isThere || (parts.Length > 1 && !DocPage.Read(target).Anchors.Contains(parts[1])))
                {
                    broken.Add($"{page.Name}: {link}");
                }
            }
        }

        Assert.That(broken, Is.Empty);
    }

    // A fault's text goes on with its stack; a page shows its first line.
    private static IEnumerable<string> Log(TestLoop test) => test.Log.Lines
        .Where(line => line.Verbosity is LogVerbosity.Log or LogVerbosity.Warning or LogVerbosity.Error && !line.Text.Contains(" started (run ", StringComparison.Ordinal))
        .Select(line => $"{(line.Verbosity == LogVerbosity.Log ? "" : $"{line.Verbosity}: ")}{line.Text.Split('\n')[0]}");

    // Layout and doc comments aside.
    private static string Words(string code) => string.Join(
        ' ',
        code.Split('\n').Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)).SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
