using AsyncTick.Testing;

namespace AsyncTick.Tests;

/// <summary>What flows with code flows on this loop as on a plain context of one thread.</summary>
public sealed class FlowDifferentialTests
{
    private const int Programs = 40;

    [Test]
    public void Values_OfRandomPrograms_FlowAsOnAPlainContext([Values(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)] int seed)
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", SlowStepSeconds = 60 });
        for (var number = seed * 1000; number < (seed * 1000) + Programs; number++)
        {
            FlowProgram program = new(number);
            string[] expected = [];
            string[] seen = [];
            FromThread.RunWithoutValues(() => new PlainContext().Run(async () => expected = await program.Run(start => start())));
            test.Run(async () => seen = await program.Run(start => Async.Start(start).Task));
            Assert.That(seen, Is.EqualTo(expected), $"program {number}");
        }

        Assert.That(test.Log.Errors, Is.Empty);
    }
}
