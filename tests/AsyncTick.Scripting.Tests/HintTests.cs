namespace AsyncTick.Scripting.Tests;

/// <summary>What a beginner writes first and the compiler has no good words for is said in words of ours, in the place of the compiler's.</summary>
public sealed class HintTests
{
    private const string Foo = "await NextFrame();\nasync Task Foo() => await Delay(1);\nasync Task<int> Number(int n) { await Delay(1); return n; }\nvoid Plain() { }\n";

    [TestCase("Start(Foo());", "Test.cs(1,7): error AT0105: 'Start' takes a function and starts it; 'Foo()' has been called already. Write Start(Foo)")]
    [TestCase("Start(Number(3));", "Test.cs(1,7): error AT0105: 'Start' takes a function and starts it; 'Number(3)' has been called already. Write Start(() => Number(3))")]
    [TestCase("Start(Plain);", "Test.cs(1,7): error AT0106: 'Start' takes an async function, and 'Plain' returns nothing to wait for. Call Plain() directly, or declare it 'async Task'")]
    [TestCase("Start(() => Plain());", "Test.cs(1,7): error AT0106: 'Start' takes an async function, and '() => Plain()' returns nothing to wait for. Call it directly, or write async () => { ... } with an await in it")]
    [TestCase("print(1);", "Test.cs(1,1): error AT0107: there is no 'print' here. Write Log(1)")]
    [TestCase("print(\"a\", 2);", "Test.cs(1,1): error AT0107: there is no 'print' here. Write Log($\"...\") with one text")]
    public async Task BeginnersForm_IsAnsweredWithTheRightOne(string line, string expected) =>
        Assert.That((await SharedCompiler.DiagnoseAsync($"{line}\n{Foo}")).Where(each => each.Contains("error", StringComparison.Ordinal)), Is.EqualTo(new[] { expected }));

    [Test]
    public async Task OwnPrintAndStart_AreLeftAlone() =>
        Assert.That(await SharedCompiler.DiagnoseAsync("print(1);\nvoid print(int n) => Log($\"{n}\");\nawait NextFrame();"), Is.Empty);

    [Test]
    public async Task CallThatIsNeitherAwaitedNorStarted_SaysThatItEndsWithTheScript()
    {
        var said = await SharedCompiler.DiagnoseAsync($"Foo();\n{Foo}");
        Assert.That(said.Single(each => each.StartsWith("Test.cs(1,1)", StringComparison.Ordinal)), Does.StartWith("Test.cs(1,1): warning CS4014: ").And.EndsWith(
            "In a script: 'Foo()' is canceled when the code that called it has ended; write await Foo() or Start(Foo)"));
    }

    [TestCase("Foo();\nasync Task Foo() => await Delay(1);")]
    [TestCase("Delay(1);")]
    public async Task CallThatIsNeitherAwaitedNorStarted_WithoutAnAwaitInTheScript_IsToldOnce(string text) =>
        Assert.That(await SharedCompiler.DiagnoseAsync(text), Has.Exactly(1).Items);

    [Test]
    public async Task UnknownNamespace_OfAPackage_SaysHowAScriptNamesOne() =>
        Assert.That((await SharedCompiler.DiagnoseAsync("using Newtonsoft.Json;\nLog(1);")).Single(), Does.StartWith("Test.cs(1,7): error CS0246: ").And.EndsWith(
            "In a script a NuGet package is named by a line #:package Name@Version before the code"));

    [TestCase("await WhenAll(Delay(1), Delay(2));")]
    [TestCase("await Race(() => door.WaitAsync(), () => Delay(2));")]
    [TestCase("await Race(() => Delay(1), () => NextFrame());")]
    public async Task Waits_AreCombinedDirectly(string line) =>
        Assert.That(await SharedCompiler.DiagnoseAsync($"var door = new AsyncManualResetEvent();\n{line}\ndoor.Set();"), Is.Empty);
}
