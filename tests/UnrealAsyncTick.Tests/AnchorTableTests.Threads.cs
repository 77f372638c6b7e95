using AsyncTick;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>Off-thread calls, Send, tracking and shutdown.</summary>
public sealed partial class AnchorTableTests
{
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
