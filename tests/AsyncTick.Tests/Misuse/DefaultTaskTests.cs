using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>A task that was never started, as a field holds it before its time, is refused in words by each member.</summary>
public sealed class DefaultTaskTests
{
    private static readonly Dictionary<string, Action> Members = new()
    {
        ["Id"] = static () => _ = default(GameTask).Id,
        ["IsCompleted"] = static () => _ = default(GameTask).IsCompleted,
        ["Task"] = static () => _ = default(GameTask).Task,
        ["Cancel"] = static () => default(GameTask).Cancel(),
        ["Id of a result"] = static () => _ = default(GameTask<int>).Id,
        ["IsCompleted of a result"] = static () => _ = default(GameTask<int>).IsCompleted,
        ["Task of a result"] = static () => _ = default(GameTask<int>).Task,
        ["Cancel of a result"] = static () => default(GameTask<int>).Cancel(),
    };

    private static IEnumerable<string> Names => Members.Keys;

    [TestCaseSource(nameof(Names))]
    public void Member_OfNoTask_SaysSo(string member) =>
        Assert.That(() => Members[member](), Throws.InvalidOperationException.With.Message.StartsWith("This is the default value of its type"));

    [Test]
    public void WhenAllAndWhenAny_WithNoTask_SaySo()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            await Assert.ThatAsync(async () => await WhenAll(new GameTask[] { default }), Throws.InvalidOperationException.With.Message.StartsWith("This is the default"));
            await Assert.ThatAsync(async () => await WhenAny(new GameTask[] { default }), Throws.InvalidOperationException.With.Message.StartsWith("This is the default"));
        });
    }
}
