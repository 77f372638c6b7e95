using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>Traces, sweeps and overlaps that the engine answers with the world's next tick.</summary>
public abstract partial class HostConformance
{
    private static readonly FVector Sky = new(0, 0, 1000);
    private static readonly FVector Deep = new(0, 0, -1000);

    [Test]
    public void Query_Line_SaysWhatWasHitAndWhere()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        var floor = host.Spawn<AActor>(world);
        var body = floor.GiveBody(new FVector(100, 100, 10));
        TraceHit hit = default, miss = default, ignored = default;
        UnrealTasks.Start(async () =>
        {
            hit = await world.LineTrace(Sky, Deep);
            miss = await world.LineTrace(new FVector(500, 0, 1000), new FVector(500, 0, 0));
            ignored = await world.LineTrace(Sky, Deep, new CollisionFilter { Ignored = floor });
        });
        host.Tick(10);
        Assert.That((hit.IsHit, hit.IsBlocking, hit.StartsInside, ReferenceEquals(hit.Actor, floor), ReferenceEquals(hit.Component, body)), Is.EqualTo((true, true, false, true, true)), host.Log);
        Assert.That((hit.Location, hit.ImpactPoint, hit.Normal), Is.EqualTo((new FVector(0, 0, 10), new FVector(0, 0, 10), new FVector(0, 0, 1))));
        Assert.That((hit.Distance, hit.Time), Is.EqualTo((990.0, 0.495)).Using<(double, double)>(static (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-3 && Math.Abs(a.Item2 - b.Item2) < 1e-6));
        Assert.That((miss.IsHit, miss.Actor, miss.Location, miss.Distance, miss.Time), Is.EqualTo((false, (AActor?)null, new FVector(500, 0, 0), 1000.0, 1.0)));
        Assert.That(ignored.IsHit, Is.False);
        Assert.That(host.Errors, Is.Empty);
    }

    [Test]
    public void Query_ManyHits_ComeInOrderUpToTheFirstThatBlocks()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        AActor[] panes = [.. new[] { 300.0, 100, 200 }.Select(height => MakePane(height, isPassable: height > 100))];
        var hidden = MakePane(-100, isPassable: true);
        List<TraceHit> all = [], kept = [default, default], byType = [];
        List<OverlapHit> found = [];
        TraceHit first = default;
        UnrealTasks.Start(async () =>
        {
            all = await world.LineTraceAll(Sky, Deep);
            var given = await world.SweepAll(CollisionShape.Sphere(5), Sky, Deep, into: kept);
            byType = await world.LineTraceAll(Sky, Deep, CollisionFilter.Objects(EObjectTypeQuery.ObjectTypeQuery1, EObjectTypeQuery.ObjectTypeQuery3));
            found = await world.Overlaps(CollisionShape.Capsule(10, 150), new FVector(0, 0, 200));
            first = await world.Sweep(CollisionShape.Box(new FVector(5, 5, 20)), Sky, Deep);
            Assert.That(given, Is.SameAs(kept));
        });
        host.Tick(20);
        Assert.That(all.Select(hit => hit.Actor), Is.EqualTo(new[] { panes[0], panes[2], panes[1] }), host.Log);
        Assert.That(all.Select(hit => hit.IsBlocking), Is.EqualTo(new[] { false, false, true }));
        Assert.That(kept.Select(hit => hit.Location.Z), Is.EqualTo(new[] { 306.0, 206.0, 106.0 }));
        Assert.That(byType.Select(hit => hit.Actor), Is.EqualTo(new[] { panes[0], panes[2], hidden }));
        Assert.That(found.Select(hit => hit.Actor), Is.EquivalentTo(panes));
        Assert.That((first.Location.Z, ReferenceEquals(first.Actor, panes[1])), Is.EqualTo((121.0, true)));
        Assert.That(host.Errors, Is.Empty);

        AActor MakePane(double height, bool isPassable)
        {
            var pane = host.Spawn<AActor>(world);
            pane.SetActorLocation(new FVector(0, 0, height));
            pane.GiveBody(new FVector(50, 50, 1), isPassable ? EObjectTypeQuery.ObjectTypeQuery3 : EObjectTypeQuery.ObjectTypeQuery2, isPassable);
            return pane;
        }
    }

    [Test]
    public void Query_AskedBeforeTheSimulation_IsAnsweredInTheNextFrame()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        List<long> frames = [];
        UnrealTasks.Start(async () =>
        {
            await Phase.PrePhysics;
            // The first one gives the world its tick function.
            await world.LineTrace(Sky, Deep);
            await Phase.PrePhysics;
            frames.Add(host.Engine.FrameNumber);
            await world.LineTrace(Sky, Deep);
            frames.Add(host.Engine.FrameNumber);
            await world.LineTrace(Sky, Deep);
            frames.Add(host.Engine.FrameNumber);
        });
        host.Tick(15);
        Assert.That((frames[1] - frames[0], frames[2] - frames[1]), Is.EqualTo((1, 2)), "asked in a phase before the simulation, and after the worlds have ticked");
    }

    [Test]
    public void Query_WhileTheGameIsPaused_IsAnsweredWhenItGoesOn()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        var answered = 0;
        host.Pause(world);
        UnrealTasks.Start(async () =>
        {
            await world.LineTrace(Sky, Deep);
            answered++;
        });
        host.Tick(10);
        Assert.That((answered, host.WaitingQueries), Is.EqualTo((0, 1)));
        host.Pause(world, false);
        host.Tick(3);
        Assert.That((answered, host.WaitingQueries), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Query_ItsWorldEnds_EndsWithANamedError()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        host.Pause(world);
        Exception? caught = null;
        UnrealTasks.Start(
            async () =>
            {
                try
                {
                    await world.LineTrace(Sky, Deep);
                }
                catch (ObjectDestroyedException ended)
                {
                    caught = ended;
                }
            },
            TaskLifetime.Editor);
        host.Tick(2);
        host.Engine.EndPlaySession();
        host.Tick(2);
        Assert.That(caught!.Message, Does.Contain("The world ended"));
        Assert.That((host.WaitingQueries, host.Loop.Tasks.Count, host.Errors.Count), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void Query_CanceledWhileTheEngineWorks_ItsAnswerFindsNobody()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        host.Spawn<AActor>(world).GiveBody(new FVector(100, 100, 10));
        var first = UnrealTasks.Start(async () => await world.LineTrace(Sky, Deep));
        host.Tick();
        Assert.That((host.WaitingQueries, first.IsCompleted), Is.EqualTo((0, false)), "the engine has it");
        host.Pause(world);
        first.Cancel();
        host.Tick(2);
        Assert.That(first.Task.IsCanceled, Is.True);

        // In the place that the first one has given back.
        TraceHit second = default;
        UnrealTasks.Start(async () => second = await world.LineTrace(new FVector(500, 0, 0), new FVector(600, 0, 0)));
        host.Pause(world, false);
        host.Tick(5);
        Assert.That((second.IsHit, second.Location.X, host.Errors.Count), Is.EqualTo((false, 600.0, 0)));
    }

    [Test]
    public void Query_WhatCannotBeAsked_SaysWhy()
    {
        using var host = StartHost();
        List<string> messages = [];
        UnrealTasks.Start(
            async () =>
            {
                await Catch(async () => await host.Engine.EditorWorld.LineTrace(Sky, Deep));
                var world = host.Engine.BeginPlaySession();
                await Catch(async () => await world.LineTrace(Sky, Deep, ETraceTypeQuery.TraceTypeQuery4));
                await Catch(async () => await world.Sweep(default, Sky, Deep));
                await Catch(async () => await world.LineTrace(Sky, Deep, CollisionFilter.ByProfile("NoCollision")));
            },
            TaskLifetime.Editor);
        host.Tick(10);
        Assert.That(messages, Has.Count.EqualTo(3), string.Join('\n', messages));
        Assert.That(messages[0], Does.Contain("is not played"));
        Assert.That(messages[1], Does.Contain("no such trace channel"));
        Assert.That(messages[2], Does.Contain("CollisionShape"));

        async Task Catch(Func<Task> ask)
        {
            try
            {
                await ask();
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                messages.Add(refused.Message);
            }
        }
    }
}
