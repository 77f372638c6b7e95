using AsyncTick;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>What ends takes nothing new, and what is off-thread meanwhile comes back to nothing.</summary>
public abstract partial class HostConformance
{
    [Test]
    public void WorkStartedInTeardown_FromATask_IsRefusedWithTheReason([Values] bool playEnds)
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        List<string> refused = [];
        var probe = host.Attach<UProbeComponent>(world, probe => probe.Body = async me =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                Refuse(refused, "component", () => me.Go(() => Task.CompletedTask));
                Refuse(refused, "current scope", () => Start(() => Task.CompletedTask));
                Refuse(refused, "actor", () => UnrealTasks.Start(me.Owner, () => Task.CompletedTask));
                Refuse(refused, "world", () => UnrealTasks.Start(() => Task.CompletedTask));
                if (playEnds)
                {
                    Refuse(refused, "session", () => UnrealTasks.Start(() => Task.CompletedTask, TaskLifetime.PlaySession));
                }
            }
        });
        host.Tick(2);
        if (playEnds)
        {
            host.Engine.EndPlaySession();
        }
        else
        {
            host.Engine.CloseWorld(world);
        }

        Assert.That(refused, Is.EqualTo(playEnds
            ? new[] { "component SessionEnd", "current scope SessionEnd", "actor SessionEnd", "world SessionEnd", "session SessionEnd" }
            : ["component SessionEnd", "current scope SessionEnd", "actor ended", "world SessionEnd"]));
        Assert.That(() => UnrealTasks.Start(probe, () => Task.CompletedTask), Throws.InvalidOperationException.With.Message.Contains("destroyed"));
        Assert.That(() => UnrealTasks.Start(world, () => Task.CompletedTask), Throws.InvalidOperationException);
        Assert.That(host.Errors, Is.Empty);
    }

    [Test]
    public void WorkStartedInTeardown_FromAnActorsEndPlay_DoesNotLeakIntoTheEditedWorld([Values] bool playEnds)
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        List<string> refused = [];
        UnrealTasks.Start(async () => await Delay(1000));
        host.Spawn<AParting>(world).OnParting = me =>
        {
            Refuse(refused, "current world", () => UnrealTasks.Start(async () => await Delay(1000)));
            Refuse(refused, "own world", () => UnrealTasks.Start(me.World, async () => await Delay(1000)));
            Refuse(refused, "actor", () => UnrealTasks.Start(me, async () => await Delay(1000)));
        };
        host.Tick(2);
        if (playEnds)
        {
            host.Engine.EndPlaySession();
        }
        else
        {
            host.Engine.CloseWorld(world);
        }

        Assert.That(refused, Has.Count.EqualTo(3));
        Assert.That(refused[0], Is.EqualTo("current world SessionEnd"));
        Assert.That(refused.Skip(1), Is.EqualTo(new[] { "own world ended", "actor ended" }));
        Assert.That((host.Loop.Tasks.Count, host.Errors.Count), Is.EqualTo((0, 0)));

        host.Tick();
        UnrealTasks.Start(async () => await Delay(1000));
        Assert.That(host.Loop.Tasks.Count, Is.EqualTo(1), "a frame later the edited world is the current one");
    }

    [Test]
    public void WorkStartedInTeardown_FromASessionTaskThatResumesLate_IsRefused()
    {
        using var host = StartHost();
        var outside = new TaskCompletionSource();
        List<string> refused = [];
        host.Engine.BeginPlaySession();
        UnrealTasks.Start(
            async () =>
            {
                await outside.Task;
                Refuse(refused, "world", () => UnrealTasks.Start(async () => await Delay(1000)));
                Refuse(refused, "session", () => UnrealTasks.Start(async () => await Delay(1000), TaskLifetime.PlaySession));
            },
            TaskLifetime.PlaySession);
        host.Tick(2);
        host.Engine.EndPlaySession();
        host.Tick(2);
        outside.SetResult();
        host.Tick(2);
        Assert.That(refused, Is.EqualTo(new[] { "world SessionEnd", "session SessionEnd" }));
        Assert.That(host.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void WorkStartedInTheFrameOfAnEnd_FromATool_IsNotMistakenForTheLeaving()
    {
        using var host = StartHost();
        var over = new AsyncManualResetEvent();
        UnrealTasks.Start(
            async () =>
            {
                await over.WaitAsync();
                _ = UnrealTasks.Start(async () => await Delay(1000));
                _ = UnrealTasks.Start(async () => await Delay(1000), TaskLifetime.PlaySession);
            },
            TaskLifetime.Editor);
        host.Engine.BeginPlaySession();
        UnrealTasks.Start(async () => await Delay(1000));
        host.Tick(2);
        host.Engine.EndPlaySession();
        over.Set();
        host.Engine.RunTickers(0);
        Assert.That((host.Loop.Tasks.Count, host.Errors.Count), Is.EqualTo((2, 0)));
    }

    [Test]
    public void ActorDestroyed_WhileItsTaskIsOffThread_NothingRunsOnTheGameThreadAfterwards()
    {
        using var host = StartHost();
        using var gate = new ManualResetEventSlim();
        var world = host.Engine.BeginPlaySession();
        var after = false;
        var cleaned = false;
        var probe = host.Attach<UProbeComponent>(world, probe => probe.Body = async _ =>
        {
            try
            {
                await SwitchToThreadPool();
                gate.Wait();
                await SwitchToGameThread();
                after = true;
            }
            finally
            {
                cleaned = true;
            }
        });
        probe.Owner.DestroyActor();
        gate.Set();
        host.TickUntil(() => cleaned);
        host.Tick(2);
        Assert.That((after, host.Loop.Tasks.Count), Is.EqualTo((false, 0)));
        Assert.That(host.Errors, Is.Empty);
    }

    [Test]
    public void ActorDestroyed_ByItsOwnTask_EndsItAtTheNextWait()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        List<string> steps = [];
        var probe = host.Attach<UProbeComponent>(world, probe => probe.Body = async me =>
        {
            try
            {
                await NextFrame();
                me.Owner.DestroyActor();
                steps.Add("this step goes on");
                await NextFrame();
                steps.Add("this one never comes");
            }
            finally
            {
                steps.Add("cleaned up");
            }
        });
        host.Tick(3);
        Assert.That(steps, Is.EqualTo(new[] { "this step goes on", "cleaned up" }));
        Assert.That((probe.EndedWith, host.Loop.Tasks.Count, host.Errors.Count), Is.EqualTo(((CancelReason?)CancelReason.EndPlay, 0, 0)));
    }

    private static void Refuse(List<string> refused, string what, Action start)
    {
        try
        {
            start();
            refused.Add($"{what} STARTED");
        }
        catch (ScopeClosedException closed)
        {
            refused.Add($"{what} {closed.Reason}");
        }
        catch (InvalidOperationException ended)
        {
            refused.Add($"{what} {(ended.Message.Contains("has ended") ? "ended" : ended.Message)}");
        }
    }
}
