using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>A slow first step that runs inside a posted callback is its task's.</summary>
public sealed class FirstStepTests
{
    [Test]
    [Category("case 25")]
    [Category("case 25")]
    public void SlowFirstStep_InsideACallback_NamesTheTask()
    {
        var stopwatch = new ManualStopwatch();
        using var test = new TestLoop(new GameLoopOptions { Name = "test", RepeatSeconds = 0, SlowStepSeconds = 0.008, BudgetSeconds = 1, Stopwatch = stopwatch });
        test.Loop.Post(() => test.Loop.Start(
            async () =>
            {
                stopwatch.Spend(0.5);
                await NextFrame();
            },
            "slow start"));
        test.Loop.Post(() => stopwatch.Spend(0.25));
        test.Step(3);
        Assert.That(test.Log.Warnings, Has.One.Contains("'slow start'").And.One.Contains("The callback at FirstStepTests.cs"));
        Assert.That(test.Log.Warnings, Has.All.Contains("FirstStepTests.cs"));
    }
}
