using AsyncTick;
using UnrealSharp;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>
/// A hot reload while a node with a result runs, outside play: UnrealSharp blocks the game thread until every such node has ended, and the process ends when one
/// of them is canceled meanwhile. So all of them must have ended before it looks.
/// </summary>
[CancelAfter(30_000)]
public sealed class NodeReloadTests
{
    /// <summary>A canceled node leaves UnrealSharp's own task with an exception that is never looked at; the loop of another test must not be told of it.</summary>
    [SetUp]
    public void CollectWhatOtherTestsLeft()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    [Test]
    public void Reload_NodeWaits_EndsBeforeTheEditorWaitsForIt([Values("frame", "delay", "until", "task", "pool", "stubborn", "deferred")] string kind)
    {
        using var editor = new EditorSession();
        using var gate = new ManualResetEventSlim();
        var cleaned = false;
        var node = StartNode(editor, async () =>
        {
            try
            {
                await Wait(kind, gate);
            }
            finally
            {
                cleaned = true;
            }
        });
        editor.Tick(2);
        Assert.That(TaskTracker.ActiveCount, Is.EqualTo(1));

        Assert.That(() => new SimulatedLoader(editor.Engine).Reload(typeof(UProbeComponent).Assembly, new NoModule()), Throws.Nothing);
        Assert.That((TaskTracker.ActiveCount, node.IsCanceled), Is.EqualTo((0, true)));
        Assert.That(cleaned, Is.EqualTo(kind is "frame" or "delay" or "until"), "what can end at once runs its finally while the object is there");
        gate.Set();
        editor.TickUntil(() => cleaned);
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Reload_OfTheComponent_SaysSoAsTheReason()
    {
        using var editor = new EditorSession();
        var probe = editor.Attach<UProbeComponent>(editor.Engine.OpenWorld(), probe => probe.Body = static async _ => await Delay(1000));
        editor.Tick();
        new SimulatedLoader(editor.Engine).Reload(typeof(UProbeComponent).Assembly, new NoModule());
        Assert.That((probe.EndedWith, probe.OwnerWasAliveAtTheEnd), Is.EqualTo(((CancelReason?)CancelReason.Reload, true)));
    }

    private static Task<int> StartNode(EditorSession editor, Func<Task> body)
    {
        var probe = editor.Attach<UProbeComponent>(editor.Engine.OpenWorld(), probe => probe.NodeBody = body);
        Task<int>? node = null;
        editor.Engine.CurrentWorldContext = probe.World;
        _ = Await();
        return node!;

        // What the generated node does: its task is tracked from here on.
        async Task Await()
        {
            node = probe.Answer(default);
            try
            {
                await node.ConfigureWithUnrealContext();
            }
            catch (AggregateException)
            {
                // That is how a cancellation comes back from there.
            }
        }
    }

    private static async Task Wait(string kind, ManualResetEventSlim gate)
    {
        switch (kind)
        {
            case "frame":
                while (true)
                {
                    await NextFrame();
                }

            case "delay":
                await Delay(1000);
                break;
            case "until":
                await Until(static () => false);
                break;
            case "task":
                await Task.Delay(-1, Token);
                break;
            case "pool":
                await SwitchToThreadPool();
                gate.Wait();
                await SwitchToGameThread();
                break;
            case "stubborn":
                while (!gate.IsSet)
                {
                    try
                    {
                        await NextFrame();
                    }
                    catch (OperationCanceledException)
                    {
                        await Task.Yield();
                    }
                }

                break;
            default:
                using (Defer(1000))
                {
                    await Until(() => gate.IsSet);
                }

                break;
        }
    }
}
