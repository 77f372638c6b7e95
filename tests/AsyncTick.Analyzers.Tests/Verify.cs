using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace AsyncTick.Analyzers.Tests;

/// <summary>Runs the rules over a file of a project, or over a script, and compares what they say, and the file after the fix.</summary>
/// <remarks>The markup is that of the test framework: <c>{|AT0001:Result|}</c> for a report and its place.</remarks>
internal static class Verify
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using AsyncTick;
        global using static AsyncTick.Async;
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("AsyncTick", StringComparison.Ordinal)
                || name.StartsWith("Unreal", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll") && !name.Contains("Analyzers", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>A file of a project: what is reported, and nothing else.</summary>
    public static Task ReportAsync(string source) => Arrange(new Reports(), source, isScript: false).RunAsync();

    /// <summary>As <see cref="ReportAsync"/>, for a text that switches rules off: the framework would do it, too, and count what is on again.</summary>
    public static Task ReportBesidePragmasAsync(string source)
    {
        var test = Arrange(new Reports(), source, isScript: false);
        test.TestBehaviors |= TestBehaviors.SkipSuppressionCheck;
        return test.RunAsync();
    }

    /// <summary>A script: what is reported, and nothing else.</summary>
    public static Task ReportInScriptAsync(string source) => Arrange(new Reports(), source, isScript: true).RunAsync();

    /// <summary>One report, at <c>{|#0:place|}</c>, in these words.</summary>
    public static Task MessageAsync(string source, string id, string message)
    {
        var test = Arrange(new Reports(), source, isScript: false);
        test.ExpectedDiagnostics.Add(new DiagnosticResult(id, DiagnosticSeverity.Warning).WithLocation(0).WithMessage(message));
        return test.RunAsync();
    }

    /// <summary>A file of a project after the fix of what is reported.</summary>
    public static Task FixAsync(string source, string after) => FixAsync(new Fixes<LoopFixProvider>(), source, after, CompilerDiagnostics.Errors);

    /// <summary>A file of a project after the fix of the compiler's CS4014, with that of the call at <c>{|#0:place|}</c> taken back.</summary>
    public static Task FixUnawaitedAsync(string source, string after)
    {
        Fixes<StartFixProvider> test = new();
        test.FixedState.ExpectedDiagnostics.Add(TakenBack(0));
        return FixAsync(test, source, after, CompilerDiagnostics.Warnings);
    }

    /// <summary>A file of a project with the compiler's own warnings; CS4014 is taken back at <c>{|#0:place|}</c> and the following.</summary>
    public static Task WarningsAsync(string source, int takenBack)
    {
        var test = Arrange(new Reports(), source, isScript: false);
        test.ExpectedDiagnostics.AddRange(Enumerable.Range(0, takenBack).Select(TakenBack));
        test.CompilerDiagnostics = CompilerDiagnostics.Warnings;
        return test.RunAsync();
    }

    /// <summary>A text as a file of a project.</summary>
    public static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview));

    /// <summary>Exceptions of the rules over a text that need not be right, as a project's file and as a script.</summary>
    public static async Task<IReadOnlyList<Exception>> FailuresAsync(string text)
    {
        List<Exception> failures = [];
        var compilation = CSharpCompilation.Create("Broken", [Parse(text), Parse(Usings)], References);
        foreach (var isScript in new[] { false, true })
        {
            CompilationWithAnalyzersOptions options = new(
                new AnalyzerOptions([], new ScriptSetting(isScript)), (exception, _, _) => failures.Add(exception), concurrentAnalysis: false, logAnalyzerExecutionTime: false);
            await compilation.WithAnalyzers([new LoopAnalyzer()], options).GetAnalyzerDiagnosticsAsync();
        }

        return failures;
    }

    private static DiagnosticResult TakenBack(int place) => DiagnosticResult.CompilerWarning("CS4014").WithLocation(place).WithIsSuppressed(true);

    private static Task FixAsync<TFix>(Fixes<TFix> test, string source, string after, CompilerDiagnostics compiler)
        where TFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new()
    {
        Arrange(test, source, isScript: false);
        test.FixedCode = after;
        test.FixedState.Sources.Add(("/0/Usings.cs", Usings));
        test.CompilerDiagnostics = compiler;
        return test.RunAsync();
    }

    private static AnalyzerTest<DefaultVerifier> Arrange(AnalyzerTest<DefaultVerifier> test, string source, bool isScript)
    {
        test.TestCode = source;
        test.ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        test.TestState.Sources.Add(("/0/Usings.cs", Usings));
        test.TestState.AdditionalReferences.AddRange(References);
        if (isScript)
        {
            test.TestState.OutputKind = OutputKind.ConsoleApplication;
            test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\nasynctick_is_script = true\n"));
        }

        test.CompilerDiagnostics = CompilerDiagnostics.Errors;
        return test;
    }

    private sealed class Reports : CSharpAnalyzerTest<LoopAnalyzer, DefaultVerifier>
    {
        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Preview);

        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new LoopAnalyzer(), new StartedTaskSuppressor()];
    }

    private sealed class Fixes<TFix> : CSharpCodeFixTest<LoopAnalyzer, TFix, DefaultVerifier>
        where TFix : Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider, new()
    {
        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Preview);

        protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [new LoopAnalyzer(), new StartedTaskSuppressor()];
    }
}
