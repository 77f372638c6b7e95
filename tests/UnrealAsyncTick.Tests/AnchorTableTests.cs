using System.Runtime.CompilerServices;
using AsyncTick;
using AsyncTick.Tests;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>
/// What is known of UnrealSharp's own async support, row by row, with what must happen here instead. The first word of a test is the row:
/// opt-in, fault, cancellation, async void, fault in Post, world destroyed, no world, cost, context, frames, off-thread, Send, tracking, latent
/// node, shutdown. The row "hot reload" is in <see cref="HotReloadFaultTests"/>.
/// </summary>
public sealed class AnchorTableTests
{
    [Test]
    public void OptIn_PlainAwaits_AllComeBackToTheGameThread()
    {
        using var editor = new EditorSession();
        var game = Environment.CurrentManagedThreadId;
        List<int> threads = [];
        GameTask task = UnrealTasks.Start(
            async () =>
            {
                // No word at any await, not even at the second one.
                await Task.Run(static () => { });
                threads.Add(Environment.CurrentManagedThreadId);
                await Task.Delay(1);
                threads.Add(Environment.CurrentManagedThreadId);
                await Library();
                threads.Add(Environment.CurrentManagedThreadId);
            },
            TaskLifetime.Editor);
        editor.TickUntil(() => task.IsCompleted);
        Assert.That(threads, Is.EqualTo(new[] { game, game, game }));

        static async Task Library() => await Task.Run(static () => { }).ConfigureAwait(false);
    }

    [Test]
    public void Fault_OfAnAwaitedTask_ArrivesAsItIs([Values] bool generic)
    {
        using var editor = new EditorSession();
        Exception? caught = null;
        UnrealTasks.Start(
            async () =>
            {
                try
                {
                    await (generic ? Task.Run(new Func<int>(static () => throw new ArithmeticException("lost?"))) : Task.Run(static () => throw new ArithmeticException("lost?")));
                }
                catch (Exception fault)
                {
                    caught = fault;
                }
            },
            TaskLifetime.Editor);
        editor.TickUntil(() => caught is not null);
        Assert.That(caught, Is.TypeOf<ArithmeticException>().With.Message.EqualTo("lost?"));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Fault_OfATaskNobodyAwaits_IsInTheLogOnceInTheSameFrame([Values] bool generic)
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(() => generic ? Compute() : Fail(), TaskLifetime.Editor, "Forgotten");
        Assert.That(editor.Errors, Is.Empty);
        editor.Tick();
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("Forgotten").And.One.Contains("boom").And.One.Contains("AnchorTableTests.cs"));

        static async Task<int> Compute()
        {
            await NextFrame();
            throw new ArithmeticException("boom");
        }

        static async Task Fail()
        {
            await NextFrame();
            throw new ArithmeticException("boom");
        }
    }

    [Test]
    public void Cancellation_OfAnAwaitedTask_IsACancellation([Values] bool generic)
    {
        using var editor = new EditorSession();
        using var cancel = new CancellationTokenSource();
        Exception? caught = null;
        UnrealTasks.Start(
            async () =>
            {
                try
                {
                    await (generic ? Forever(cancel.Token) : Task.Delay(-1, cancel.Token));
                }
                catch (OperationCanceledException cancelled)
                {
                    caught = cancelled;
                }
            },
            TaskLifetime.Editor);
        editor.Tick();
        cancel.Cancel();
        editor.TickUntil(() => caught is not null);
        Assert.That(editor.Errors, Is.Empty);

        static async Task<int> Forever(CancellationToken token)
        {
            await Task.Delay(-1, token);
            return 0;
        }
    }

    [Test]
    public void AsyncVoid_Throws_TheProcessLivesAndTheTaskIsNamed()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(
            async () =>
            {
                Explode();
                await Frames(3);
            },
            TaskLifetime.Editor,
            "Careless");
        editor.Tick(4);
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("async void").And.One.Contains("Careless").And.One.Contains("boom"));

        static async void Explode()
        {
            await NextFrame();
            throw new InvalidOperationException("boom");
        }
    }

    [Test]
    public void FaultInPost_IsLoggedWithItsOwnMessageAndStack()
    {
        using var editor = new EditorSession();
        UnrealTasks.Start(
            () =>
            {
                SynchronizationContext.Current!.Post(static _ => Explode(), null);
                return Task.CompletedTask;
            },
            TaskLifetime.Editor);
        editor.Tick(2);
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("boom").And.One.Contains(nameof(Explode)));
        Assert.That(editor.Errors[0], Does.Not.Contain("thrown by the target of an invocation"));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Explode() => throw new InvalidOperationException("boom");
    }

    [Test]
    public void WorldDestroyed_WhileWorkIsOffThread_FinallyRunsAndTheTaskEnds()
    {
        using var editor = new EditorSession();
        using var gate = new ManualResetEventSlim();
        var world = editor.Engine.BeginPlaySession();
        var cleanedOn = 0;
        var went = false;
        var task = UnrealTasks.Start(world, async () =>
        {
            try
            {
                await Task.Run(gate.Wait);
                await NextFrame();
                went = true;
            }
            finally
            {
                cleanedOn = Environment.CurrentManagedThreadId;
            }
        });
        editor.Tick();
        editor.Engine.CloseWorld(world);
        gate.Set();
        editor.TickUntil(() => task.IsCompleted);
        Assert.That((task.Task.IsCanceled, went, cleanedOn), Is.EqualTo((true, false, Environment.CurrentManagedThreadId)));
        Assert.That(editor.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void NoWorld_ModuleStartAndTools_CanStartTasks()
    {
        using var editor = new EditorSession();
        editor.Engine.CurrentWorldContext = null;
        var steps = 0;
        var task = UnrealTasks.Start(
            async () =>
            {
                await NextFrame();
                await Task.Run(() => { });
                await Delay(0.01);
                steps++;
            },
            TaskLifetime.Editor);
        editor.TickUntil(() => task.IsCompleted);
        Assert.That((steps, editor.Errors.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Cost_OfAPost_IsNoByte([Values] bool fromAnotherThread)
    {
        using var editor = new EditorSession();
        SynchronizationContext? context = null;
        UnrealTasks.Start(
            async () =>
            {
                context = SynchronizationContext.Current;
                await Delay(1000);
            },
            TaskLifetime.Editor);
        editor.Tick();
        var ran = 0;
        SendOrPostCallback callback = _ => ran++;

        // The queue is as long as it needs to be after the first rounds; the engine of the tests allocates in its own frames.
        long posting = 0;
        for (var round = 0; round < 4; round++)
        {
            posting = fromAnotherThread ? Elsewhere(Post) : Post();
            editor.Tick();
        }

        Assert.That((posting, ran), Is.EqualTo((0L, 4000)));

        long Post()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                context!.Post(callback, null);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static long Elsewhere(Func<long> work)
        {
            long result = 0;
            var thread = new Thread(() => result = work());
            thread.Start();
            thread.Join();
            return result;
        }
    }

    [Test]
    public void Cost_OfAwaitingACompletedTask_IsNoByteAndNoFrame()
    {
        using var editor = new EditorSession();
        long bytes = -1;
        long frames = -1;
        var result = Task.FromResult(1);
        UnrealTasks.Start(
            async () =>
            {
                for (var round = 0; round < 3; round++)
                {
                    var frame = Loop.FrameNumber;
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < 1000; i++)
                    {
                        await Task.CompletedTask;
                        _ = await result;
                    }

                    bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                    frames = Loop.FrameNumber - frame;
                }
            },
            TaskLifetime.Editor);
        editor.Tick();
        Assert.That((bytes, frames), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public void Cost_OfAWaitForAFrame_IsNoByte()
    {
        using var editor = new EditorSession();
        var one = BytesOfAFrame(1);
        Assert.That(BytesOfAFrame(99), Is.EqualTo(one), "what a frame allocates is the stand-in's, and does not grow with the tasks");

        long BytesOfAFrame(int furtherTasks)
        {
            for (var i = 0; i < furtherTasks; i++)
            {
                UnrealTasks.Start(
                    async () =>
                    {
                        while (true)
                        {
                            await NextFrame();
                        }
                    },
                    TaskLifetime.Editor);
            }

            editor.Tick(10);
            return Allocation.Of(() => editor.Tick());
        }
    }

    [Test]
    public void Context_OfTheCaller_IsAsItWas([Values] bool hasOne)
    {
        using var editor = new EditorSession();
        var own = hasOne ? new SynchronizationContext() : null;
        SynchronizationContext.SetSynchronizationContext(own);
        try
        {
            SynchronizationContext? inside = null;
            UnrealTasks.Start(
                async () =>
                {
                    inside = SynchronizationContext.Current;
                    await NextFrame();
                },
                TaskLifetime.Editor);
            Assert.That(SynchronizationContext.Current, Is.SameAs(own));
            editor.Tick(2);
            Assert.That(SynchronizationContext.Current, Is.SameAs(own));
            Assert.That(inside, Is.InstanceOf<TaskContext>());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    [Test]
    public void Frames_OneStepEach_WithDeltaPauseAndTimeScale()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        List<long> frames = [];
        var seconds = 0.0;
        UnrealTasks.Start(world, async () =>
        {
            var clock = Scope.Clocks.Game;
            while (true)
            {
                var before = clock.Now;
                await NextFrame();
                frames.Add(editor.Engine.FrameNumber);
                seconds += clock.Now - before;
            }
        });
        var first = editor.Engine.FrameNumber;
        editor.Tick(5, 0.1);
        Assert.That(frames, Is.EqualTo(Enumerable.Range(1, 5).Select(step => first + step)), "strictly once a frame");
        Assert.That(seconds, Is.EqualTo(0.5).Within(1e-6));

        world.Dilate(0.5);
        editor.Tick(5, 0.1);
        Assert.That(seconds, Is.EqualTo(0.75).Within(1e-6));
        world.Pause();
        editor.Tick(5, 0.1);
        Assert.That((frames.Count, seconds), Is.EqualTo((15, 0.75)).Using<(int, double)>((a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-6), "frames go on while game time stands");
    }

    [Test]
    public void OffThread_Calls_AreRefusedInWordsAndTouchNothing()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var context = editor.Engine.CurrentWorldContext;
        Exception? refused = null;
        var thread = new Thread(() =>
        {
            refused = Assert.Throws<InvalidOperationException>(() => UnrealTasks.Start(() => Task.CompletedTask));
            Assert.Throws<InvalidOperationException>(() => UnrealTasks.ScopeOf(world));
        });
        thread.Start();
        thread.Join();
        Assert.That(refused!.Message, Does.Contain("SwitchToGameThread"));
        Assert.That(editor.Engine.CurrentWorldContext, Is.SameAs(context));
        Assert.That(editor.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void Send_FromAnotherThread_RunsOnTheGameThreadAndGivesItsFault()
    {
        using var editor = new EditorSession();
        var context = ContextOf(editor, TaskLifetime.Editor);
        var ranOn = 0;
        Exception? fault = null;
        var sender = new Thread(() =>
        {
            context.Send(_ => ranOn = Environment.CurrentManagedThreadId, null);
            fault = Assert.Throws<ArithmeticException>(() => context.Send(static _ => throw new ArithmeticException("sent"), null));
        });
        sender.Start();
        editor.TickUntil(() => !sender.IsAlive);
        Assert.That((ranOn, fault!.Message), Is.EqualTo((Environment.CurrentManagedThreadId, "sent")));
    }

    [Test]
    public void Send_WhenItsWorldOrItsLoopEnds_DoesNotBlockForEver([Values("world", "engine", "plugin")] string what)
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var context = ContextOf(editor, TaskLifetime.World);
        using var sending = new ManualResetEventSlim();
        var sender = new Thread(() =>
        {
            sending.Set();
            try
            {
                context.Send(static _ => { }, null);
            }
            catch (ObjectDisposedException)
            {
                // Or the drain took it; either way the sender goes on.
            }
        });
        sender.Start();
        sending.Wait();
        switch (what)
        {
            case "world":
                editor.Engine.CloseWorld(world);
                break;
            case "engine":
                editor.Engine.Exit();
                break;
            default:
                editor.StopPlugin();
                break;
        }

        for (var i = 0; i < 500 && sender.IsAlive; i++)
        {
            editor.Tick();
            sender.Join(10);
        }

        Assert.That(sender.IsAlive, Is.False);
    }

    [Test]
    public void Tracking_OfAnyKindOfTask_LastsUntilItsLastStep([Values] bool generic)
    {
        using var editor = new EditorSession();
        var listedAtTheEnd = 0;
        GameTask task;
        if (generic)
        {
            task = UnrealTasks.Start(Compute, TaskLifetime.Editor, "tracked");
        }
        else
        {
            task = UnrealTasks.Start(Work, TaskLifetime.Editor, "tracked");
        }

        Assert.That(editor.Loop.Tasks.Snapshot().Single().Name, Is.EqualTo("tracked"));
        var plain = task.Task;
        editor.Tick(3);
        Assert.That((listedAtTheEnd, editor.Loop.Tasks.Count, plain.IsCompletedSuccessfully), Is.EqualTo((1, 0, true)));
        Assert.That(((IAsyncResult)plain).AsyncWaitHandle.WaitOne(0), Is.True, "the task is its owner's, and not disposed of");

        async Task Work()
        {
            await NextFrame();
            listedAtTheEnd = editor.Loop.Tasks.Count;
        }

        async Task<int> Compute()
        {
            await Work();
            return 1;
        }
    }

    [Test]
    public void LatentNode_PlayEndsBeforeItsTask_TheNodeIsCancelledAndNothingRunsLater()
    {
        using var editor = new EditorSession();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.BeginPlaySession());
        var slow = probe.SlowAdd(2, 3, default);
        editor.Tick();
        editor.Engine.EndPlaySession();
        Assert.That(editor.Loop.Tasks.Count, Is.Zero);
        editor.TickUntil(() => slow.IsCompleted);
        Assert.That(slow.IsCanceled, Is.True);
        editor.Tick(100);
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void LatentNode_Fails_TheExceptionIsTheNodesAndNotTwiceInTheLog()
    {
        using var editor = new EditorSession();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.BeginPlaySession());
        var node = probe.FailSlowly();
        editor.TickUntil(() => node.IsCompleted);
        Assert.That(node.Exception!.InnerException, Is.TypeOf<InvalidOperationException>());
        editor.Tick(2);
        Assert.That(editor.Errors, Is.Empty, "who awaits the node has the fault");
    }

    [Test]
    public void Shutdown_CancelsDrainsAndRunsEveryFinally()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession();
        List<CancelReason> reasons = [];
        foreach (var lifetime in Enum.GetValues<TaskLifetime>())
        {
            UnrealTasks.Start(
                async () =>
                {
                    try
                    {
                        await Task.Delay(-1, Token);
                    }
                    catch (OperationCanceledException)
                    {
                        reasons.Add(Scope.CancelReason);
                        using (Defer(1))
                        {
                            await Frames(2);
                        }

                        throw;
                    }
                },
                lifetime);
        }

        editor.Tick();
        editor.Engine.Exit();
        Assert.That(reasons, Is.EquivalentTo(new[] { CancelReason.SessionEnd, CancelReason.SessionEnd, CancelReason.Shutdown }));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Shutdown_ThreadThatComesBackAfterTheModuleIsGone_IsTurnedAwayQuietly()
    {
        SynchronizationContext context;
        using (var editor = new EditorSession())
        {
            context = ContextOf(editor, TaskLifetime.Editor);
        }

        Exception? fault = null;
        var late = new Thread(() => fault = Record(() => context.Post(static _ => Assert.Fail("ran"), null)));
        late.Start();
        late.Join();
        Assert.That(fault, Is.Null, "its line goes to a log that is no longer there");

        static Exception? Record(Action action)
        {
            try
            {
                action();
                return null;
            }
            catch (Exception caught)
            {
                return caught;
            }
        }
    }

    private static SynchronizationContext ContextOf(EditorSession editor, TaskLifetime lifetime)
    {
        SynchronizationContext? context = null;
        UnrealTasks.Start(
            async () =>
            {
                context = SynchronizationContext.Current;
                await Delay(1000);
            },
            lifetime);
        editor.Tick();
        return context!;
    }
}
