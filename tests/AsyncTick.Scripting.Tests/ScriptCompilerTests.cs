using System.Runtime.Loader;

namespace AsyncTick.Scripting.Tests;

public sealed class ScriptCompilerTests
{
    [Test]
    public async Task Compile_TopLevelStatementsWithAwait_GivesAnAssemblyWithSymbols()
    {
        var script = await SharedCompiler.CompileAsync("await Delay(1); Log(\"done\");");
        Assert.That(script.Diagnostics, Is.Empty);
        Assert.That(script.Succeeded, Is.True);
        Assert.That(script.EntryMethod, Is.EqualTo("<Main>$"));
        Assert.That(script.Symbols!.Value.Length, Is.GreaterThan(0));
    }

    [Test]
    public async Task Compile_ClassWithMainInANamespace_FindsItsEntry()
    {
        var script = await SharedCompiler.CompileAsync("namespace A.B; class C { class D { static async Task<int> Main() { await Delay(1); return 3; } } }");
        Assert.That((script.EntryType, script.EntryMethod), Is.EqualTo(("A.B.C+D", "Main")));
    }

    [Test]
    public async Task Compile_MissingSemicolon_ReadsLikeTheCompilersOwnLine()
    {
        var lines = await SharedCompiler.DiagnoseAsync("var a = 1;\nLog($\"{a}\");\n    Log(\"b\")\n");
        Assert.That(lines, Is.EqualTo(new[] { "Test.cs(3,13): error CS1002: ; expected" }));
    }

    [Test]
    public async Task Compile_FileInAFolder_NamesTheFileOnlyAndKeepsTheWholePath()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"Folder {Guid.NewGuid():N}", "Broken.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "int x = \"text\";");
        var script = await SharedCompiler.Instance.CompileAsync(path);
        Assert.That(script.Path, Is.EqualTo(path));
        Assert.That(script.Succeeded, Is.False);
        Assert.That(script.Diagnostics[^1].ToString(), Does.StartWith("Broken.cs(1,9): error CS0029: "));
    }

    [Test]
    public async Task Compile_MissingFile_FaultsWithItsName()
    {
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => SharedCompiler.Instance.CompileAsync("NoSuch.cs"));
        Assert.That(error!.Message, Does.Contain("NoSuch.cs"));
    }

    [Test]
    public async Task Compile_NoStatements_SaysThatThereIsNothingToRun()
    {
        var lines = await SharedCompiler.DiagnoseAsync("class OnlyAClass { }");
        Assert.That(lines, Has.Length.EqualTo(1).And.Some.StartsWith("Test.cs(1,1): error CS5001: "));
    }

    [Test]
    public async Task Compile_UnusedVariable_WarnsAndSucceeds()
    {
        var script = await SharedCompiler.CompileAsync("int unused = 1;");
        Assert.That(script.Succeeded, Is.True);
        Assert.That(script.Diagnostics.Single().ToString(), Does.StartWith("Test.cs(1,5): warning CS0219: "));
    }

    [TestCase("#!/usr/bin/env dotnet\nLog(\"x\");")]
    [TestCase("#!/usr/bin/env dotnet\n#:property PublishAot=false\n// text\n\n#:property Nullable=enable\nLog(\"x\");")]
    public async Task Compile_HeadOfAFileBasedApp_IsAccepted(string text) =>
        Assert.That(await SharedCompiler.DiagnoseAsync(text), Is.Empty);

    [TestCase("// head\n\n  #:project ../Lib\nLog(\"x\");", "Test.cs(3,3): error AT0101: '#:project ../Lib': there is no project /")]
    [TestCase("/* long\n head */\n#:frobnicate\nLog(\"x\");", "Test.cs(3,1): error AT0101: '#:frobnicate': unknown directive")]
    public async Task Compile_DirectiveThatCannotBeMet_IsAnErrorWithItsLine(string text, string expected)
    {
        var lines = await SharedCompiler.DiagnoseAsync(text);
        Assert.That(lines.Single(), Does.StartWith(expected));
    }

    [Test]
    public async Task Compile_DirectiveAfterCode_IsTheCompilersError() =>
        Assert.That(await SharedCompiler.DiagnoseAsync("Log(\"x\");\n#:property A=b\n"), Has.Some.StartsWith("Test.cs(2,2): error CS9297"));

    [Test]
    public async Task Compile_TaskNobodyAwaits_WarnsUnlessTheLoopObservesIt()
    {
        var lines = await SharedCompiler.DiagnoseAsync("""
            Start(Work);
            Scope.Start(() => Work(), "named");
            CallLater(1, () => Log("late"));
            Work();
            await NextFrame();
            async Task Work() => await Delay(1);
            """);
        Assert.That(lines.Single(), Does.StartWith("Test.cs(4,1): warning CS4014: "));
    }

    [Test]
    public async Task Compile_TypesOfTheImplicitUsings_AreKnown() =>
        Assert.That(
            await SharedCompiler.DiagnoseAsync("""
                List<int> numbers = [.. Enumerable.Range(0, 3)];
                using HttpClient client = new();
                using CancellationTokenSource source = new();
                Console.WriteLine(File.Exists(args.Length > 0 ? args[0] : "none"));
                await Task.CompletedTask;
                Log($"{numbers.Count} {client.Timeout} {source.Token}");
                """),
            Is.Empty);

    [Test]
    public async Task Compile_Canceled_EndsAsCanceled()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();
        await Assert.CatchAsync<OperationCanceledException>(() => SharedCompiler.Instance.CompileTextAsync("Test.cs", "Log(\"x\");", source.Token));
    }

    [Test]
    public void Roslyn_AfterACompilation_IsNotInTheHostsContext()
    {
        var own = AssemblyLoadContext.GetLoadContext(typeof(ScriptCompiler).Assembly)!;
        var roslyn = AssemblyLoadContext.All.Single(c => c.Name == "AsyncTick.Roslyn");
        Assert.That(roslyn.Assemblies.Select(a => a.GetName().Name), Is.SupersetOf(new[] { "Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp", "AsyncTick.Compiler" }));
        Assert.That(own.Assemblies.Select(a => a.GetName().Name), Has.None.EqualTo("Microsoft.CodeAnalysis.CSharp").And.None.EqualTo("AsyncTick.Compiler"));
    }

    [Test]
    public async Task Dispose_SecondCompiler_LeavesTheSharedContextUsable()
    {
        using (ScriptCompiler second = new())
        {
            Assert.That((await second.CompileTextAsync("Second.cs", "Log(\"x\");")).Succeeded, Is.True);
        }

        Assert.That(AssemblyLoadContext.All.Count(c => c.Name == "AsyncTick.Roslyn"), Is.EqualTo(1));
    }

    [Test]
    public async Task Compile_AfterDispose_IsRefused()
    {
        ScriptCompiler compiler = new();
        compiler.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => compiler.CompileTextAsync("Late.cs", "Log(\"x\");"));
    }

    [Test]
    public async Task Compile_RoslynFolderMissing_SaysWhatIsMissing()
    {
        using ScriptCompiler compiler = new(new ScriptCompilerOptions { RoslynFolder = "nowhere" });
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() => compiler.CompileTextAsync("Test.cs", "Log(\"x\");"));
        Assert.That(error!.Message, Does.Contain("Microsoft.CodeAnalysis.dll").And.Contain("Build or publish AsyncTick.Scripting"));
    }
}
