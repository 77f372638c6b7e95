using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

public sealed class SmokeTests
{
    [Test]
    public void Timers_RunTogether_TickInProportion()
    {
        using var test = new TestLoop();
        var one = 0;
        var three = 0;
        var scope = test.Loop.RootScope.CreateChild("timers");
        scope.Start(async () =>
        {
            await foreach (var _ in Every(1))
            {
                one++;
            }
        });
        scope.Start(async () =>
        {
            await foreach (var _ in Every(3))
            {
                three++;
            }
        });
        test.Advance(60);
        Assert.That((one, three), Is.EqualTo((60, 20)));
        TestContext.Out.WriteLine(test.Table());
        scope.Cancel();
        test.Step(2);
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Fault_NobodyAwaits_LoggedInSameFrameOnce()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            await NextFrame();
            throw new InvalidOperationException("OOOOOOPS");
        });
        test.Step();
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        Assert.That(test.Log.Errors[0], Does.Contain("OOOOOOPS").And.Contain("SmokeTests.cs"));
        test.Step(3);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        TestContext.Out.WriteLine(test.Log.Errors[0]);
    }

    [Test]
    public void NextFrame_SteadyState_AllocatesNothing()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("frames");
        for (var i = 0; i < 100; i++)
        {
            scope.Start(async () =>
            {
                while (true)
                {
                    await NextFrame();
                }
            });
        }

        test.Step(100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        test.Step(1000);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        scope.Cancel();
        test.Step(2);
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
    }
}
