using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>Several worlds, and worlds that come and go.</summary>
public abstract partial class HostConformance
{
    [Test]
    public void LevelUnloads_WorldTasksEnd_SessionTasksTravel()
    {
        using var host = StartHost();
        List<string> ends = [];
        var first = host.Engine.BeginPlaySession();
        UnrealTasks.Start(() => Note(ends, "session"), TaskLifetime.PlaySession);
        UnrealTasks.Start(() => Note(ends, "world"));
        UnrealTasks.Start(host.Spawn<ACharacter>(first), () => Note(ends, "actor"));
        host.Tick(2);
        host.Engine.CloseWorld(first);
        var second = host.Engine.OpenWorld();
        UnrealTasks.Start(() => Note(ends, "next world"));
        Assert.That(host.Loop.Tasks.Snapshot(UnrealTasks.ScopeOf(second)).Count, Is.EqualTo(1));
        host.Tick(2);
        Assert.That(ends, Is.EquivalentTo(new[] { "world SessionEnd", "actor SessionEnd" }));
        Assert.That(() => UnrealTasks.ScopeOf(first), Throws.InvalidOperationException);
        host.Engine.EndPlaySession();
        Assert.That(ends, Has.Count.EqualTo(4));
    }

    [Test]
    public void EditedMapChanges_TasksOfTheOldOneEnd_ToolsGoOn()
    {
        using var host = StartHost();
        List<string> ends = [];
        UnrealTasks.Start(() => Note(ends, "map"));
        UnrealTasks.Start(() => Note(ends, "tool"), TaskLifetime.Editor);
        host.Tick(2);
        host.Engine.OpenMap();
        host.Tick(2);
        Assert.That(ends, Is.EqualTo(new[] { "map SessionEnd" }));
        UnrealTasks.Start(() => Note(ends, "new map"));
        host.Tick(2);
        Assert.That(host.Loop.Tasks.Snapshot(UnrealTasks.ScopeOf(host.Engine.EditorWorld)).Count, Is.EqualTo(1));
    }

    [Test]
    public void TwoPlayWorlds_EachTaskActsInItsOwn()
    {
        using var host = StartHost();
        host.Engine.BeginPlaySession(worldCount: 2);
        var worlds = host.Engine.Worlds.Where(world => world.IsGameWorld).ToArray();
        host.Dilate(worlds[1], 2);
        foreach (var world in worlds)
        {
            UnrealTasks.Start(world, async () =>
            {
                for (var i = 0; i < 3; i++)
                {
                    await Delay(1);
                    UObject.SpawnActor<AActor>(typeof(ACharacter), new FTransform()).SetActorLabel($"of {world.NativeObject}");
                }
            });
        }

        host.Tick(62, 1.0 / 30);
        Assert.That((worlds[0].ActorsOf().Count, worlds[1].ActorsOf().Count), Is.EqualTo((2, 3)), "each on its own clock");
        host.Tick(60, 1.0 / 30);
        foreach (var world in worlds)
        {
            Assert.That(world.ActorsOf().Select(actor => actor.GetActorLabel()), Is.EqualTo(Enumerable.Repeat($"of {world.NativeObject}", 3)));
        }
    }

    [Test]
    public void TwoPlayWorlds_WhateverWasCurrentBefore_EachResumeIsInItsOwn()
    {
        using var host = StartHost();
        host.Engine.BeginPlaySession(worldCount: 2);
        var worlds = host.Engine.Worlds.Where(world => world.IsGameWorld).ToArray();
        List<string> wrong = [];
        var resumes = 0;
        foreach (var world in worlds)
        {
            UnrealTasks.Start(world, async () =>
            {
                while (true)
                {
                    await NextFrame();
                    Check(world);
                    await SwitchToThreadPool();
                    await SwitchToGameThread();
                    Check(world);
                    await Task.Yield();
                    Check(world);
                }
            });
        }

        // The engine's own calls into C# leave their world current; these alternate.
        for (var frame = 0; frame < 30; frame++)
        {
            host.Engine.CurrentWorldContext = frame % 3 == 2 ? null : worlds[frame % 3];
            host.Tick();
        }

        host.TickUntil(() => resumes >= 20);
        Assert.That(wrong, Is.Empty);

        void Check(UWorld world)
        {
            resumes++;
            if (host.Engine.CurrentWorldContext != world)
            {
                wrong.Add($"resume {resumes} was in {host.Engine.CurrentWorldContext?.ToString() ?? "no world"}");
            }
        }
    }

    [Test]
    public void TwoPlayWorlds_TaskStartsAnother_InItsOwnWorld()
    {
        using var host = StartHost();
        host.Engine.BeginPlaySession(worldCount: 2);
        foreach (var world in host.Engine.Worlds.Where(world => world.IsGameWorld).ToArray())
        {
            UnrealTasks.Start(world, async () =>
            {
                await NextFrame();
                _ = UnrealTasks.Start(async () => await Delay(1000));
            });
        }

        host.Tick(2);
        foreach (var world in host.Engine.Worlds.Where(world => world.IsGameWorld))
        {
            Assert.That(host.Loop.Tasks.Snapshot(UnrealTasks.ScopeOf(world)), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void LevelUnloads_FinallyStillActsInItsWorld()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        UWorld? current = null;
        UnrealTasks.Start(async () =>
        {
            try
            {
                await Delay(1000);
            }
            finally
            {
                current = host.Engine.CurrentWorldContext;
            }
        });
        host.Tick(2);
        host.Engine.CurrentWorldContext = host.Engine.EditorWorld;
        host.Engine.CloseWorld(world);
        Assert.That(current, Is.SameAs(world));
    }

    [Test]
    public void TwoPlayWorlds_OneEnds_TheOtherGoesOn([Values(0, 1)] int ending)
    {
        using var host = StartHost();
        List<string> ends = [];
        host.Engine.BeginPlaySession(worldCount: 2);
        var worlds = host.Engine.Worlds.Where(world => world.IsGameWorld).ToArray();
        var steps = new int[2];
        for (var i = 0; i < 2; i++)
        {
            var index = i;
            UnrealTasks.Start(worlds[i], () => Note(ends, $"world {index}"));
            UnrealTasks.Start(worlds[i], async () =>
            {
                await foreach (var _ in Every(0.1))
                {
                    steps[index]++;
                }
            });
        }

        UnrealTasks.Start(() => Note(ends, "session"), TaskLifetime.PlaySession);
        host.Tick(10, 0.1);
        host.Engine.CloseWorld(worlds[ending]);
        Assert.That(ends, Is.EqualTo(new[] { $"world {ending} SessionEnd" }));

        Array.Clear(steps);
        host.Tick(10, 0.1);
        Assert.That(steps[ending], Is.Zero);
        Assert.That(steps[1 - ending], Is.EqualTo(10).Within(1), "its clock did not jump when the other world went");
        Assert.That(UnrealTasks.ScopeOf(worlds[1 - ending]).State, Is.EqualTo(ScopeState.Open));
        host.Engine.EndPlaySession();
        Assert.That((ends.Count, host.Loop.Tasks.Count, host.Errors.Count), Is.EqualTo((3, 0, 0)));
    }

    [Test]
    public void TwoPlayWorlds_OneEnds_TheOtherMakesNoStepMeanwhile([Values] bool isSession)
    {
        using var host = StartHost();
        host.Engine.BeginPlaySession(worldCount: 2);
        var worlds = host.Engine.Worlds.Where(world => world.IsGameWorld).ToArray();
        var steps = 0;
        UnrealTasks.Start(isSession ? host.Engine.EditorWorld : worlds[1], async () =>
        {
            while (true)
            {
                await NextFrame();
                steps++;
            }
        });
        var cleaned = 0;
        UnrealTasks.Start(worlds[0], async () =>
        {
            try
            {
                await Delay(1000);
            }
            finally
            {
                using (Defer(10))
                {
                    for (var i = 0; i < 3; i++)
                    {
                        await NextFrame();
                        cleaned++;
                    }

                    await SwitchToThreadPool();
                    await SwitchToGameThread();
                    cleaned++;
                }
            }
        });
        host.Tick(2);
        steps = 0;
        if (isSession)
        {
            host.Engine.EndPlaySession();
        }
        else
        {
            host.Engine.CloseWorld(worlds[0]);
        }

        Assert.That((cleaned, steps), Is.EqualTo((4, 0)), "the engine has had no frame meanwhile");
        host.Tick(2);
        Assert.That(steps, Is.EqualTo(2), "no frame was lost or added");
    }
}
