using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The execution context (AsyncLocal) flows through every awaitable and out of none.</summary>
public sealed class FlowTests
{
    private static readonly AsyncLocal<string?> Local = new();

    private static IEnumerable<TestCaseData> Cases() => WaitCase.All.Where(wait => wait.Name != "DelayForEver").Select(wait => new TestCaseData(wait).SetArgDisplayNames(wait.Name));

    [TestCaseSource(nameof(Cases))]
    public void AsyncLocal_AcrossAWait_Flows(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        string? seen = null;
        bench.Scope.Start(async () =>
        {
            Local.Value = wait.Name;
            await wait.Wait(bench);
            seen = Local.Value;
        });
        Assert.That(Local.Value, Is.Null, "it leaked into the host");
        wait.Complete(bench);
        bench.Test.Step(1, 0.1);
        Assert.That((seen, Local.Value), Is.EqualTo((wait.Name, (string?)null)));
    }

    [TestCaseSource(nameof(Cases))]
    public void AsyncLocal_OfOneTask_IsNotSeenInAnother(object waitCase)
    {
        using var bench = new WaitBench();
        var wait = (WaitCase)waitCase;
        var seen = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            bench.Scope.Start(async () =>
            {
                if (number == 1)
                {
                    Local.Value = "mine";
                }

                await wait.Wait(bench);
                seen.Add(Local.Value);
            });
        }

        wait.Complete(bench);
        bench.Test.Step(1, 0.1);
        if (wait.Name == "RunInExecutor")
        {
            // The bench's executor finishes its last work only.
            bench.Scope.Cancel();
            bench.Test.Step(2);
            return;
        }

        Assert.That(seen, Is.EquivalentTo(new[] { null, "mine", null }));
    }

    [Test]
    public void AsyncLocal_OfTheStarter_FlowsIn()
    {
        using var test = new TestLoop();
        string? seen = null;
        test.Loop.Start(async () =>
        {
            Local.Value = "parent";
            await Start(async () =>
            {
                await NextFrame();
                seen = Local.Value;
                Local.Value = "child";
            });
            seen += "/" + Local.Value;
        });
        test.Step(2);
        Assert.That(seen, Is.EqualTo("parent/parent"));
    }

    [Test]
    public void AsyncLocal_OnAThreadWithoutValues_CanBeSetAfterAStartThere()
    {
        // NUnit's threads carry values of its own; a host's game thread does not.
        string? there = null;
        string? inside = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var test = new TestLoop();
                test.Loop.Start(async () =>
                {
                    await NextFrame();
                    inside = Local.Value;
                });
                Local.Value = "the host's";
                test.Step();
                there = Local.Value;
            }
            catch (Exception thrown)
            {
                fault = thrown;
            }
        });
        thread.UnsafeStart();
        thread.Join();
        Assert.That((fault, there, inside), Is.EqualTo(((Exception?)null, "the host's", (string?)null)));
    }

    [Test]
    public void AsyncLocal_OnThePool_FlowsThereAndBack()
    {
        using var test = new TestLoop();
        string? there = null;
        string? back = null;
        test.Run(async () =>
        {
            Local.Value = "x";
            await SwitchToThreadPool();
            there = Local.Value;
            await SwitchToGameThread();
            back = Local.Value;
        });
        Assert.That((there, back), Is.EqualTo(("x", "x")));
    }

    [Test]
    public void AsyncLocal_ThroughHandMadeAwaiters_Flows()
    {
        using var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        // The continuation of the pool runs beside the others.
        var seen = new ConcurrentDictionary<string, string?>();
        void Await<T>(string name, T awaiter)
            where T : INotifyCompletion
        {
            Local.Value = name;
            awaiter.OnCompleted(() => seen[name] = Local.Value);
            Local.Value = null;
        }

        test.Loop.Start(async () =>
        {
            Await("NextFrame", NextFrame().GetAwaiter());
            Await("Frames", Frames(1).GetAwaiter());
            Await("Delay", Delay(0).GetAwaiter());
            Await("Until", Until(() => test.Loop.FrameNumber > 0).GetAwaiter());
            Await("Event", gun.WaitAsync().GetAwaiter());
            Await("Pool", SwitchToThreadPool().GetAwaiter());
            await Frames(3);
        });
        gun.Set();
        test.Step(3);
        test.PumpUntil(() => seen.Count == 6);
        Assert.That(seen.Keys, Is.EquivalentTo(seen.Values));
    }

    [Test]
    public void AsyncLocal_InCallLater_IsTheCallers()
    {
        using var test = new TestLoop();
        string? seen = null;
        test.Loop.Start(() =>
        {
            Local.Value = "caller";
            CallLater(0.1, () => seen = Local.Value);
            Local.Value = null;
            return Task.CompletedTask;
        });
        test.Advance(0.2);
        Assert.That(seen, Is.EqualTo("caller"));
    }

    [Test]
    public void AsyncLocal_InAPredicate_IsTheWaiters()
    {
        using var test = new TestLoop();
        var seen = new List<string?>();
        test.Loop.Start(async () =>
        {
            Local.Value = "waiter";
            await Until(() =>
            {
                seen.Add(Local.Value);
                return seen.Count == 3;
            });
        });
        test.Step(2);
        Assert.That(seen, Is.EqualTo(["waiter", "waiter", "waiter"]));
    }

    private static IEnumerable<TestCaseData> Posts()
    {
        yield return new TestCaseData(new Action<TestLoop, SynchronizationContext, Action>((test, _, call) => test.Loop.Post(call))).SetArgDisplayNames("Loop.Post");
        yield return new TestCaseData(new Action<TestLoop, SynchronizationContext, Action>((_, context, call) => context.Post(_ => call(), null))).SetArgDisplayNames("Context.Post");
    }

    [TestCaseSource(nameof(Posts))]
    public void AsyncLocal_SetInAPostedCallback_IsSeenByNothingElse(object post)
    {
        var poster = (Action<TestLoop, SynchronizationContext, Action>)post;
        using var test = new TestLoop();
        List<string?> seen = [];
        test.Loop.Start(async () =>
        {
            var context = SynchronizationContext.Current!;
            Post(context);
            await NextFrame();
            seen.Add(Local.Value);

            // From another thread, in one batch.
            await Task.Run(() => Post(context));
            await Frames(2);
            seen.Add(Local.Value);
        });
        test.PumpUntil(() => seen.Count == 8);
        test.RunUntilIdle();
        Assert.That(seen, Is.All.Null);

        void Post(SynchronizationContext context)
        {
            using (ExecutionContext.SuppressFlow())
            {
                poster(test, context, () => Local.Value = "mine");
                poster(test, context, () => seen.Add(Local.Value));
                poster(test, context, () => test.Loop.Start(async () =>
                {
                    seen.Add(Local.Value);
                    await NextFrame();
                    seen.Add(Local.Value);
                }));
            }
        }
    }

    [Test]
    public void AsyncLocal_SetInAPostedCallbackThatFails_IsSeenByNothingElse()
    {
        using var test = new TestLoop();
        var seen = "nothing";
        test.Loop.Post(() =>
        {
            Local.Value = "mine";
            throw new InvalidDataException();
        });
        test.Loop.Post(() => seen = Local.Value);
        test.Step();
        Assert.That(seen, Is.Null);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
    }

    [TestCaseSource(nameof(Posts))]
    public void AsyncLocal_OfTheOneWhoPosts_IsSeenInTheCallback(object post)
    {
        var poster = (Action<TestLoop, SynchronizationContext, Action>)post;
        using var test = new TestLoop();
        List<string?> seen = [];
        test.Loop.Start(async () =>
        {
            var context = SynchronizationContext.Current!;
            Local.Value = "here";
            poster(test, context, () => seen.Add(Local.Value));
            await Task.Run(() =>
            {
                Local.Value = "there";
                poster(test, context, () => seen.Add(Local.Value));
            });
            Local.Value = null;
            poster(test, context, () => seen.Add(Local.Value));
            await Frames(2);
        });
        test.PumpUntil(() => seen.Count == 3);
        test.RunUntilIdle();
        Assert.That(seen, Is.EquivalentTo(new[] { "here", "there", null }));
    }

    [Test]
    public void Post_WithoutValues_AllocatesNothing()
    {
        long allocated = -1;
        SendOrPostCallback callback = static _ => { };
        FromThread.RunWithoutValues(() =>
        {
            using var test = new TestLoop();
            test.Run(async () =>
            {
                var context = SynchronizationContext.Current!;
                for (var round = 0; round < 10; round++)
                {
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < 100; i++)
                    {
                        context.Post(callback, null);
                    }

                    allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                    await NextFrame();
                }
            });
        });
        Assert.That(allocated, Is.Zero);
    }
}
