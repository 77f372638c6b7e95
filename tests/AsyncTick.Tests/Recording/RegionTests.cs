using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What a host's profiler is told while it is told: begin and end of what runs, in their order, and each begin has an end.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RegionTests
{
    private readonly ManualStopwatch _stopwatch = new();
    private readonly List<string> _told = [];

    [Test]
    public void Steps_AndFirstStepsInThem_AreToldInOrder()
    {
        using var test = Make();
        test.Loop.Regions.Switch(true);
        test.Loop.Start(async () =>
        {
            await NextFrame();
            Async.Start(async () => await NextFrame(), "child");
            _told.Add("parent goes on");
        }, "parent");
        test.Step(2);
        Assert.That(_told, Is.EqualTo(new[]
        {
            "begin 1 parent", "end 1", "begin 2 parent", "begin 3 child", "end 3", "parent goes on", "end 2", "begin 4 child", "end 4",
        }));
    }

    [Test]
    public void Steps_ThatThrow_EndTheirRegions()
    {
        using var test = Make();
        test.Loop.Regions.Switch(true);
        test.Loop.Start(async () => { await NextFrame(); throw new InvalidOperationException("in a task"); }, "faulty");
        test.Loop.Start(AtOnce, "faulty at once");
        test.Loop.Post(() => throw new InvalidOperationException("posted"));
        test.Step(2);
        Assert.That(_told.Where(each => each.StartsWith("begin", StringComparison.Ordinal)).Select(each => each.Split(' ', 3)[2]),
            Is.EquivalentTo(new[] { "faulty", "faulty", "faulty at once", "callback" }));
        Assert.That(_told.Count(each => each.StartsWith("end", StringComparison.Ordinal)), Is.EqualTo(4));

        static Task AtOnce() => throw new InvalidOperationException("at once");
    }

    [Test]
    public void Steps_ThatShareAStamp_HaveNone()
    {
        using var test = Make();
        for (var i = 0; i < 8; i++)
        {
            test.Loop.Start(async () =>
            {
                while (!Token.IsCancellationRequested)
                {
                    await NextFrame();
                }
            }, "quick");
        }

        test.Step(40);
        test.Loop.Regions.Switch(true);
        test.Step();

        // The first step of a frame is timed by itself.
        Assert.That(_told, Is.EqualTo(new[] { "begin 1 quick", "end 1" }));
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }

    [Test]
    public void SwitchedOffInAStep_EndsWhatIsOpen()
    {
        using var test = Make();
        var regions = test.Loop.Regions;
        Assert.That(regions.Begin("before"), Is.Zero);
        regions.Switch(true);
        var script = regions.Begin("Patrol.cs");
        test.Loop.Start(async () =>
        {
            await NextFrame();
            regions.Switch(false);
            _told.Add("off");
            await NextFrame();
        }, "switch");
        test.Step(3);
        regions.End(script);
        regions.End(0);
        Assert.That(_told, Is.EqualTo(new[] { "begin 1 Patrol.cs", "begin 2 switch", "end 2", "begin 3 switch", "end 3", "end 1", "off" }));
    }

    [Test]
    public void SwitchedOnInAStep_BeginsWithTheNextOne()
    {
        using var test = Make();
        test.Loop.Start(async () =>
        {
            await NextFrame();
            test.Loop.Regions.Switch(true);
            await NextFrame();
        }, "switch");
        test.Step(2);
        Assert.That(_told, Is.EqualTo(new[] { "begin 1 switch", "end 1" }));
    }

    [Test]
    public void Loop_WithoutAProfiler_RefusesAndTellsNothing()
    {
        using var test = new TestLoop(_stopwatch.Options());
        Assert.That(test.Loop.Regions.IsOffered, Is.False);
        Assert.That(() => test.Loop.Regions.Switch(true), Throws.InvalidOperationException.With.Message.Contains("no profiler"));
        Assert.That(test.Loop.Regions.Begin("nothing"), Is.Zero);
    }

    private TestLoop Make() => new(_stopwatch.Options() with { Regions = new Sink(_told) });

    private sealed class Sink(List<string> told) : IRegionSink
    {
        private ulong _last;

        public ulong Begin(string name)
        {
            told.Add($"begin {++_last} {name}");
            return _last;
        }

        public void End(ulong region) => told.Add($"end {region}");
    }
}
