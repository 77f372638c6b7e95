using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

public sealed class WorldClockDoorbellTests
{
    [Test]
    public void Delay_OnAWorldsClockOutsideAFrame_RingsTheBell()
    {
        using var test = new TestLoop();
        var clocks = test.Loop.CreateClocks("world");
        var scope = test.Loop.RootScope.CreateChild("world");
        scope.Clocks = clocks;
        scope.DefaultClock = Clock.Game;
        test.Step();
        Assert.That(Bell(test), Is.Zero);
        scope.Start(async () => await Delay(1));
        Assert.That(Bell(test), Is.EqualTo(1), "a host that reads only the doorbell would sleep over the wait");
        scope.Cancel();
        test.Step(2);
        clocks.Dispose();
    }

    private static unsafe int Bell(TestLoop test) => ((DoorbellBlock*)test.Loop.Doorbell)->Ready;
}
