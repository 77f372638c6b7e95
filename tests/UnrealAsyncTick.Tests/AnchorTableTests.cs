using System.Runtime.CompilerServices;
using AsyncTick;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>
/// What is known of UnrealSharp's own async support, row by row, with what must happen here instead. The first word of a test is the row:
/// opt-in, fault, cancellation, async void, fault in Post, world destroyed, no world, cost, context, frames, off-thread, Send, tracking, latent
/// node, shutdown. The row "hot reload" is in <see cref="HotReloadFaultTests"/>.
/// </summary>
public sealed partial class AnchorTableTests
{
    [Test]
    public void OptIn_PlainAwaits_AllComeBackToTheGameThread()
    {
        using var editor = new EditorSession();
        var game = Environment.CurrentManagedThreadId;
        List<int> threads = [];
        var task = UnrealTasks.Start(
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
                catch (OperationCanceledException canceled)
                {
                    caught = canceled;
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
    public void LatentNode_PlayEndsBeforeItsTask_TheNodeIsCanceledAndNothingRunsLater()
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
    public void LatentNode_Fails_TheExceptionIsTheNodesAndNotTwiceInTheLog([Values] bool generic)
    {
        using var editor = new EditorSession();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.BeginPlaySession());
        probe.NodeBody = static async () =>
        {
            await NextFrame();
            throw new InvalidOperationException("the node failed");
        };
        var node = generic ? probe.Answer(default) : probe.FailSlowly();
        editor.TickUntil(() => node.IsCompleted);
        Assert.That(node.Exception!.InnerException, Is.TypeOf<InvalidOperationException>());
        editor.Tick(2);
        if (generic)
        {
            Assert.That(editor.Errors, Is.Empty, "who awaits the node has the fault");
        }
        else
        {
            Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("the node failed"), "UnrealSharp, which awaits the node, drops the fault");
        }
    }
}
