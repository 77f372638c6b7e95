using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>What queries of worlds cost.</summary>
public sealed class QueryTests
{
    [TestCase("line")]
    [TestCase("all")]
    [TestCase("overlaps")]
    public void Query_InSteadyState_AllocatesNothing(string kind)
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        var self = editor.Spawn<AActor>(world);
        self.GiveBody(new FVector(10));
        editor.Spawn<AActor>(world).GiveBody(new FVector(100, 100, 10));
        var filter = new CollisionFilter { Ignored = self };
        var (from, to) = (new FVector(0, 0, 500), new FVector(0, 0, -500));
        List<TraceHit> hits = [];
        List<OverlapHit> overlaps = [];
        var asked = false;
        var answers = 0;
        UnrealTasks.Start(async () =>
        {
            while (true)
            {
                if (asked)
                {
                    var found = kind switch
                    {
                        "line" => (await world.LineTrace(from, to, filter)).IsHit ? 1 : 0,
                        "all" => (await world.SweepAll(CollisionShape.Sphere(5), from, to, filter, hits)).Count,
                        _ => (await world.Overlaps(CollisionShape.Box(new FVector(50)), FVector.Zero, filter, overlaps)).Count,
                    };
                    answers += found;
                }

                await Async.NextFrame();
            }
        });
        UnrealTasks.Start(async () =>
        {
            while (true)
            {
                await Async.NextFrame();
            }
        });
        var without = LeastBytes(editor);
        asked = true;
        editor.Tick(20);
        answers = 0;

        // A query takes three frames here: it is asked, begun and answered, each beside one in which nothing is asked. What the simulated module allocates in
        // a frame that calls C# is the same in both, because of the other task.
        Assert.That((LeastBytes(editor) - without, answers), Is.EqualTo((0L, 100)));
    }

    [Test]
    public void Queries_Thousand_AreAnsweredTogether()
    {
        using var editor = new EditorSession();
        editor.Loop.SetLimits(budgetSeconds: 5, graceSeconds: 5);
        var world = editor.Engine.BeginPlaySession();
        editor.Spawn<AActor>(world).GiveBody(new FVector(100, 100, 10));
        var hits = 0;
        for (var i = 0; i < 1000; i++)
        {
            var x = i - 500;
            UnrealTasks.Start(async () =>
            {
                var hit = await world.LineTrace(new FVector(x, 0, 100), new FVector(x, 0, -100));
                hits += hit.IsHit ? 1 : 0;
            });
        }

        editor.Tick(2);
        Assert.That((hits, editor.Loop.Tasks.Count), Is.EqualTo((201, 0)));
    }

    // Over three frames at a time, the least of a hundred.
    private static long LeastBytes(EditorSession editor)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 100; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            editor.Tick(3);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
