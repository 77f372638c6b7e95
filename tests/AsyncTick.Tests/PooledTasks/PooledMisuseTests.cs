using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>A pooled task is awaited once. Whoever tries more is told, with the remedy, and hurts nobody else.</summary>
public sealed class PooledMisuseTests
{
    private static IEnumerable<TestCaseData> SecondUses()
    {
        TestCaseData Case(string name, Func<PooledTask<int>, Task> use) => new TestCaseData(use).SetArgDisplayNames(name);
        yield return Case("await", async call => await call);
        yield return Case("AsTask", call => call.AsTask());
        yield return Case("Start", async call => await Loop.Start(() => call));
    }

    [TestCaseSource(nameof(SecondUses))]
    public void Use_AfterItWasAwaited_NamesTheRemedy(object second) => AssertUsedUp((Func<PooledTask<int>, Task>)second, async call => await call);

    [TestCaseSource(nameof(SecondUses))]
    public void Use_AfterAsTask_NamesTheRemedy(object second) => AssertUsedUp((Func<PooledTask<int>, Task>)second, call => call.AsTask());

    [TestCaseSource(nameof(SecondUses))]
    public void Use_AfterStart_NamesTheRemedy(object second) => AssertUsedUp((Func<PooledTask<int>, Task>)second, async call => await Loop.Start(() => call));

    [TestCaseSource(nameof(SecondUses))]
    public void Use_WhileSomebodyAwaits_NamesTheRemedyAndDisturbsNobody(object second)
    {
        using var test = new TestLoop();
        Exception? seen = null;
        var first = 0;
        test.Run(async () =>
        {
            var call = Later(3);
            var waiter = Loop.Start(async () => first = await call);
            seen = await Catch(() => ((Func<PooledTask<int>, Task>)second)(call));
            await waiter;
        });
        AssertRemedy(seen);
        Assert.That(first, Is.EqualTo(3));
    }

    [Test]
    public void SecondAwait_WhileAnotherCallHasTheObject_HitsTheVersion()
    {
        using var test = new TestLoop();
        Exception? seen = null;
        var other = 0;
        test.Run(async () =>
        {
            var call = Later(1);
            await call;
            var reused = Later(2);
            seen = await Catch(async () => await call);
            other = await reused;
        });
        AssertRemedy(seen);
        Assert.That(other, Is.EqualTo(2));
    }

    [Test]
    public void SecondAwait_InAPooledMethod_RunsFinally()
    {
        using var test = new TestLoop();
        var cleaned = false;
        Exception? seen = null;
        test.Run(async () => seen = await Catch(async () => await Twice()));
        AssertRemedy(seen);
        Assert.That(cleaned, Is.True);

        async PooledTask Twice()
        {
            var call = Later(1);
            try
            {
                await call;
                await call;
            }
            finally
            {
                cleaned = true;
            }
        }
    }

    [Test]
    public void GetResult_BeforeTheEnd_SaysThatItCannotBlock()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            var call = Later(1);
            Assert.That(() => call.GetAwaiter().GetResult(), Throws.InvalidOperationException.With.Message.Contains("blocking"));
            await call;
        });
    }

    [Test]
    public void Ended_WithoutAWait_MayBeAwaitedTwice()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            var done = new PooledTask<int>(4);
            Assert.That(await done + await done, Is.EqualTo(8));
            await PooledTask.CompletedTask;
        });
    }

    private static void AssertUsedUp(Func<PooledTask<int>, Task> second, Func<PooledTask<int>, Task> first)
    {
        using var test = new TestLoop();
        Exception? seen = null;
        test.Run(async () =>
        {
            var call = Later(1);
            await first(call);
            seen = await Catch(() => second(call));
        });
        AssertRemedy(seen);
        Assert.That(test.Log.Errors, Is.Empty);
    }

    private static void AssertRemedy(Exception? seen) =>
        Assert.That(seen, Is.TypeOf<InvalidOperationException>().With.Message.Contains("Await each call once").And.Message.Contains("AsTask()"));

    private static async Task<Exception?> Catch(Func<Task> use)
    {
        try
        {
            await use();
            return null;
        }
        catch (InvalidOperationException misuse)
        {
            return misuse;
        }
    }

    private static async PooledTask<int> Later(int frames)
    {
        await Frames(frames);
        return frames;
    }
}
