namespace UnrealAsyncTick.Tests;

/// <summary>What UnrealSharp's generators refuse or cannot build, the stand-in's refuses, too.</summary>
public sealed class StandInRuleTests
{
    [TestCase("public Task Node() => Task.CompletedTask;")]
    [TestCase("public Task<int> Node() => Task.FromResult(1);")]
    [TestCase("public ValueTask<int> Node() => new(1);")]
    [TestCase("public static Task Node() => Task.CompletedTask;")]
    public void Function_ThatReturnsATask_MustBeAsync(string function)
    {
        var problems = GameAssembly.Check(InClass(function));
        Assert.That(problems.Select(problem => (problem.Id, problem.GetMessage().Contains("must be async"))), Is.EqualTo(new[] { ("USS001", true) }));
    }

    [TestCase("public async Task Node() => await Task.Yield();")]
    [TestCase("public async Task<int> Node(int a, string b, CancellationToken token) { await Task.Yield(); return a; }")]
    [TestCase("public async ValueTask<int> Node() { await Task.Yield(); return 1; }")]
    [TestCase("public static async Task<string> Node(int a) { await Task.Yield(); return \"\"; }")]
    public void Function_ThatIsAsync_BecomesANode(string function) => Assert.That(GameAssembly.Check(InClass(function)), Is.Empty);

    private static string InClass(string function) => $$"""
        namespace Game;

        [UClass]
        public partial class UNodes : UActorComponent
        {
            [UFunction(FunctionFlags.BlueprintCallable)]
            {{function}}
        }
        """;
}
