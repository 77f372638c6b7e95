using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>Play in the editor begins and ends.</summary>
public abstract partial class HostConformance
{
    [Test]
    public void PlayEnds_EditorTasksSurvive_PlayTasksDoNot()
    {
        using var host = StartHost();
        List<string> ends = [];
        UnrealTasks.Start(() => Note(ends, "tool"), TaskLifetime.Editor);
        host.Engine.BeginPlaySession();
        UnrealTasks.Start(() => Note(ends, "tool during play"), TaskLifetime.Editor);
        UnrealTasks.Start(() => Note(ends, "session"), TaskLifetime.PlaySession);
        UnrealTasks.Start(() => Note(ends, "world"));
        host.Tick(2);
        host.Engine.EndPlaySession();
        Assert.That(ends, Is.EquivalentTo(new[] { "session SessionEnd", "world SessionEnd" }));
        host.Tick(5);
        Assert.That(host.Loop.Tasks.Count, Is.EqualTo(2));
    }

    [Test]
    public void PlayEnds_WhileWaitingOnAnything_FinallyRunsBeforeTheWorldGoes([ValueSource(typeof(Waits), nameof(Waits.Kinds))] string kind)
    {
        using var host = StartHost();
        using var gate = new ThreadGate();
        var world = host.Engine.BeginPlaySession();
        bool? worldLived = null;
        UnrealTasks.Start(async () =>
        {
            try
            {
                await Waits.On(kind, gate);
            }
            finally
            {
                worldLived = !world.IsDestroyed && host.Engine.CurrentWorldContext == world;
            }
        });
        UnrealTasks.Start(async () =>
        {
            try
            {
                await Delay(1000);
            }
            finally
            {
                gate.Open();
            }
        });
        host.Tick(3);
        host.TickUntil(() => gate.IsReached || kind is not ("pool" or "executor"));
        Assert.That((worldLived, host.Loop.Tasks.Count), Is.EqualTo(((bool?)null, kind is "lock" or "other task" ? 3 : 2)), "it waits");
        host.Engine.EndPlaySession();
        Assert.That((worldLived, host.Loop.Tasks.Count), Is.EqualTo((true, 0)));
        Assert.That(host.Errors, Is.Empty);
        Assert.That(host.Warnings, Has.None.Contains("has not ended"));
    }

    [Test]
    public void PlayEnds_TaskThatWillNotEnd_IsNamedAndItsLateEndActsInNoWorld()
    {
        using var host = StartHost();
        var outside = new TaskCompletionSource();
        List<string> steps = [];
        host.Engine.BeginPlaySession();
        UnrealTasks.Start(
            async () =>
            {
                try
                {
                    await outside.Task;
                    steps.Add($"resumed in {host.Engine.CurrentWorldContext?.ToString() ?? "no world"}");
                    await NextFrame();
                    steps.Add("went on");
                }
                finally
                {
                    steps.Add("cleaned up");
                }
            },
            name: "Deaf");
        host.Tick(2);
        host.Engine.EndPlaySession();
        Assert.That(host.Warnings, Has.Some.Contains("'Deaf'").And.Some.Contains("has not ended"));
        Assert.That(steps, Is.Empty);

        host.Tick(2);
        outside.SetResult();
        host.Tick(3);
        Assert.That(steps, Is.EqualTo(new[] { "resumed in no world", "cleaned up" }), "whatever it spawned would be in the edited map");
        Assert.That(host.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void PlayEnds_TwentyTimes_LeavesNoScopesBehind()
    {
        using var host = StartHost();
        List<string> ends = [];
        int scopes = 0, objects = 0;
        for (var round = 1; round <= 20; round++)
        {
            var world = host.Engine.BeginPlaySession();
            host.Attach<UProbeComponent>(world, probe => probe.Body = async _ => await Delay(1000));
            UnrealTasks.Start(() => Note(ends, "session"), TaskLifetime.PlaySession);
            UnrealTasks.Start(() => Note(ends, "world"));
            host.Tick(3);
            host.Engine.EndPlaySession();
            host.Tick(3);
            if (round == 1)
            {
                (scopes, objects) = (CountScopes(host.Loop.RootScope), host.Engine.ObjectCount);
            }
        }

        Assert.That(ends, Has.Count.EqualTo(40));
        Assert.That((CountScopes(host.Loop.RootScope), host.Engine.ObjectCount), Is.EqualTo((scopes, objects)));
        Assert.That(host.Type("AsyncTick.List"), Does.Contain("0 tasks"));
    }

    [Test]
    public void SessionTask_OutsidePlay_BelongsToTheWholeRun()
    {
        using var host = StartHost();
        List<string> ends = [];
        UnrealTasks.Start(() => Note(ends, "before"), TaskLifetime.PlaySession);
        host.Engine.BeginPlaySession();
        host.Tick(2);
        host.Engine.EndPlaySession();
        host.Tick(2);
        UnrealTasks.Start(() => Note(ends, "after"), TaskLifetime.PlaySession);
        host.Engine.BeginPlaySession();
        host.Tick(2);
        host.Engine.EndPlaySession();
        Assert.That(ends, Is.Empty);
        host.Engine.Exit();
        Assert.That(ends, Is.EquivalentTo(new[] { "before Shutdown", "after Shutdown" }));
    }

    [Test]
    public void TaskWithoutAWorld_SpawnsIntoTheOneThatIsPlayedElseEdited()
    {
        using var host = StartHost();
        UnrealTasks.Start(
            async () =>
            {
                while (true)
                {
                    await Delay(1);
                    UObject.SpawnActor<AActor>(typeof(ACharacter), new FTransform());
                }
            },
            TaskLifetime.Editor);
        host.Tick(15, 0.1);
        Assert.That(host.Engine.EditorWorld.ActorsOf(), Has.Count.EqualTo(1));
        var play = host.Engine.BeginPlaySession();
        host.Tick(10, 0.1);
        Assert.That((host.Engine.EditorWorld.ActorsOf().Count, play.ActorsOf().Count), Is.EqualTo((1, 1)));
    }

    private static int CountScopes(TaskScope scope) => 1 + scope.Children.Sum(CountScopes);
}
