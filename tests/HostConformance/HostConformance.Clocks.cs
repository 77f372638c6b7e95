using AsyncTick;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>Pause, dilation, idle frames, and frames from inside a frame.</summary>
public abstract partial class HostConformance
{
    // Frames of 0.1 s: ten as they are, twenty at half speed, ten paused, the rest as they are.
    [TestCase(Clock.Real, 32)]
    [TestCase(Clock.Game, 52)]
    [TestCase(Clock.Default, 52)]
    [TestCase(Clock.Unpaused, 47)]
    [TestCase(Clock.Audio, 42)]
    public void Delay_OnEachClock_FollowsPauseAndDilation(Clock clock, int frames)
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        host.Tick(5, 0.1);
        var frame = 0;
        var ended = 0;
        UnrealTasks.Start(world, async () =>
        {
            await Delay(3.2, clock);
            ended = frame;
        });
        Run(10);
        host.Dilate(world, 0.5);
        Run(20);
        host.Pause(world);
        Run(10);
        host.Pause(world, false);
        host.Dilate(world, 1);
        Run(20);
        Assert.That(ended, Is.EqualTo(frames).Within(1));

        void Run(int count)
        {
            for (var i = 0; i < count; i++)
            {
                frame++;
                host.Tick(1, 0.1);
            }
        }
    }

    [Test]
    public void Component_GameTime_FollowsPauseDilationAndTheActor()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        var plain = host.Attach<UProbeComponent>(world, probe => probe.Body = CountTenths);
        var fast = host.Attach<UProbeComponent>(world, probe => probe.Body = CountTenths);
        fast.Owner.CustomTimeDilation = 3;
        host.Tick(100, 0.1);
        Assert.That(new[] { plain.Steps, fast.Steps }, Is.All.InRange(99, 100), "one step a frame at most; a busy machine leaves one to the next frame");

        (plain.Steps, fast.Steps) = (0, 0);
        host.Dilate(world, 0.5);
        host.Tick(100, 0.02);
        Assert.That(plain.Steps, Is.EqualTo(10).Within(1));
        Assert.That(fast.Steps, Is.EqualTo(30).Within(5));

        (plain.Steps, fast.Steps) = (0, 0);
        host.Pause(world);
        host.Tick(100, 0.1);
        Assert.That((plain.Steps, fast.Steps), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Component_AfterManyIdleFrames_StillMeasuresFromNow()
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        host.Tick(600);
        Assert.That(host.ManagedTicks, Is.LessThan(5), "idle frames do not reach managed code");
        var probe = host.Attach<UProbeComponent>(world, probe => probe.Body = async me =>
        {
            await Delay(1);
            await Delay(1, Clock.Real);
            me.Steps++;
        });
        host.Tick(100);
        Assert.That(probe.Steps, Is.Zero);
        host.Tick(25);
        Assert.That(probe.Steps, Is.EqualTo(1));
    }

    [Test]
    public void Task_StartedAfterIdleFrames_MeasuresFromNow([Values(Clock.Real, Clock.Game, Clock.Audio)] Clock clock, [Values("world", "current world", "actor", "component")] string owner)
    {
        using var host = StartHost();
        var world = host.Engine.BeginPlaySession();
        var never = new AsyncManualResetEvent();
        var actor = host.Spawn<AParting>(world);
        UnrealTasks.Start(actor, async () => await never.WaitAsync());
        var probe = host.Attach<UProbeComponent>(world, probe => probe.Body = async _ => await never.WaitAsync());
        host.Tick(300);
        var ended = false;
        _ = owner switch
        {
            "world" => UnrealTasks.Start(world, Second),
            "current world" => UnrealTasks.Start(Second),
            "actor" => UnrealTasks.Start(actor, Second),
            _ => probe.Go(Second),
        };
        host.Tick(55);
        Assert.That(ended, Is.False);
        host.Tick(10);
        Assert.That(ended, Is.True);

        async Task Second()
        {
            await Delay(1, clock);
            ended = true;
        }
    }

    [Test]
    public void ModalDialog_TicksFromInsideATask_NothingRunsTwice()
    {
        using var host = StartHost();
        var inside = 0;
        UnrealTasks.Start(async () =>
        {
            await NextFrame();
            inside++;
            host.Engine.RunTickers(0.1);
            await NextFrame();
            inside++;
        });
        host.Tick(2);
        Assert.That((inside, host.NestedTicks), Is.EqualTo((2, 1)));
    }

    private static async Task CountTenths(UProbeComponent probe)
    {
        while (true)
        {
            await Delay(0.1);
            probe.Steps++;
        }
    }
}
