using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Waits that are due at once become ready some at a time, so that a frame ends when its budget is spent, and in the order of the contract all the same.</summary>
public sealed class DueSliceTests
{
    private const int Many = 100_000;

    // A slice, and one more that begins within the budget.
    private const int MostAtOnce = 600;

    [Test]
    public void Delays_HundredThousandDueAtOnce_BecomeReadyAsTheBudgetGoes()
    {
        var watch = new ManualStopwatch();
        using var test = new TestLoop(watch.Options(0.001));
        var ended = 0;
        StartAll(test, () =>
        {
            watch.Spend(0.000_01);
            ended++;
        });

        // A hundred of them are worth the budget.
        test.Step(1, 1);
        Assert.That(ended, Is.InRange(100, 116));
        Assert.That(Many - test.Loop.Clocks.Real.PendingWaits, Is.LessThan(MostAtOnce));
        Assert.That(test.Loop.Stats.Ready, Is.LessThan(MostAtOnce));

        watch.Spend(-1);
        test.PumpUntil(() => test.Loop.Tasks.Count == 0, TimeSpan.FromSeconds(60));
        Assert.That(ended, Is.EqualTo(Many));
    }

    [Test]
    public void Timeouts_HundredThousandAtOnce_EndAsTheBudgetGoes()
    {
        // Each time stamp, of which up to 64 light steps share one, takes a fiftieth of the budget.
        using var test = new TestLoop(new GameLoopOptions { Name = "test", Stopwatch = new TickingStopwatch(0.000_02), BudgetSeconds = 0.001 });
        var ended = 0;
        for (var i = 0; i < Many; i++)
        {
            test.Loop.Start(async () =>
            {
                try
                {
                    await WithTimeout(1, static () => Delay(double.PositiveInfinity));
                }
                catch (OperationTimeoutException)
                {
                    ended++;
                }
            });
        }

        var steps = test.Loop.Stats.Steps;
        test.Step(1, 1);
        Assert.That(test.Loop.Stats.Steps - steps, Is.InRange(50, 50 * 64));
        Assert.That(test.Loop.Stats.Ready, Is.LessThan(10 * MostAtOnce));

        test.Loop.SetLimits(60, 5);
        test.PumpUntil(() => test.Loop.Tasks.Count == 0, TimeSpan.FromSeconds(60));
        Assert.That(ended, Is.EqualTo(Many));
    }

    [Test]
    public void Frame_BudgetOfNothing_MakesAStepInEach()
    {
        using var test = new TestLoop(new ManualStopwatch().Options(0));
        var ended = 0;
        for (var i = 0; i < 1_000; i++)
        {
            test.Loop.Start(async () =>
            {
                await Delay(1);
                ended++;
            });
        }

        for (var frame = 1; frame <= 1_000; frame++)
        {
            test.Step(1, 1);
            Assert.That(ended, Is.EqualTo(frame));
        }
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Work_OfManyFramesThatLeaveSome_RunsAsOneLine(int seed)
    {
        // A step a frame, so that every frame leaves work to the next, and what is due then goes behind it.
        var random = new Random(seed);
        using var test = new TestLoop(new ManualStopwatch().Options(0));
        var line = new List<int>();
        var ran = new List<int>();
        var delays = new List<(double Due, int Number)>();
        var next = 0;
        for (var frame = 0; frame < 60; frame++)
        {
            for (var i = random.Next(300); i > 0; i--)
            {
                var number = next++;
                var seconds = random.Next(8) / 64.0;
                delays.Add((test.Now + seconds, number));
                test.Loop.Start(async () =>
                {
                    await Delay(seconds);
                    ran.Add(number);
                });
            }

            var waiters = new List<int>();
            for (var i = random.Next(20); i > 0; i--)
            {
                var number = next++;
                waiters.Add(number);
                test.Loop.Start(async () =>
                {
                    await NextFrame();
                    ran.Add(number);
                });
            }

            var posted = next++;
            test.Loop.Post(() => ran.Add(posted));
            test.Step(1, 1 / 64.0);
            line.AddRange(delays.Where(delay => delay.Due <= test.Now).OrderBy(delay => delay.Due).ThenBy(delay => delay.Number).Select(delay => delay.Number));
            delays.RemoveAll(delay => delay.Due <= test.Now);
            line.AddRange(waiters);
            line.Add(posted);
        }

        test.Loop.SetLimits(1, 5);
        test.Step(1, 0);
        Assert.That(next, Is.GreaterThan(8_000));
        Assert.That(delays.Count, Is.Positive);
        Assert.That(ran, Is.EqualTo(line));
        test.Step(1, 10);
        test.Step();
    }

    [Test]
    public void Deadline_ThatHasPassed_DoesNotGoBeforeWhatIsDue()
    {
        using var test = new TestLoop(new ManualStopwatch().Options(0));
        var trace = new List<string>();
        var passed = default(Deadline);
        test.Loop.Start(async () =>
        {
            passed = Deadline.In(0.5);
            await NextFrame();
        });
        test.Step(2);
        StartAll(test, static () => { }, 1_000);
        test.Step(1, 1);
        test.Loop.Start(async () =>
        {
            await DelayUntil(passed);
            trace.Add($"{test.Loop.Clocks.Real.PendingWaits}");
        });
        test.Step();
        test.Loop.SetLimits(1, 5);
        test.Step();

        Assert.That(trace, Is.EqualTo(new[] { "0" }));
    }

    [Test]
    public void Delays_CanceledWhileTheyAreToBecomeReady_EndOnce()
    {
        using var test = new TestLoop(new ManualStopwatch().Options(0));
        var scope = test.Loop.RootScope.CreateChild("waits");
        var ended = 0;
        for (var i = 0; i < 2_000; i++)
        {
            scope.Start(async () =>
            {
                try
                {
                    await Delay(1);
                }
                finally
                {
                    ended++;
                }
            });
        }

        test.Step(1, 1);
        scope.Cancel();
        test.Loop.SetLimits(1, 5);
        test.Step(2);

        Assert.That((ended, test.Loop.Tasks.Count, test.Loop.Clocks.Real.PendingWaits), Is.EqualTo((2_000, 0, 0)));
        Assert.That(test.Step(2), Is.EqualTo(PumpResult.Idle));
    }

    [Test]
    public void Drain_WhileDelaysAreToBecomeReady_EndsItsScopeOnly()
    {
        using var test = new TestLoop(new ManualStopwatch().Options(0));
        var scope = test.Loop.RootScope.CreateChild("ends");
        var ended = 0;
        StartAll(test, () => ended++, 1_000);
        var cleaned = false;
        scope.Start(async () =>
        {
            try
            {
                await Delay(1);
            }
            finally
            {
                cleaned = true;
            }
        });
        test.Step(1, 1);
        scope.Cancel();
        var report = test.Loop.Drain([scope], []);

        Assert.That((report.Survivors.Count, cleaned, ended), Is.EqualTo((0, true, 1)));
        test.Loop.SetLimits(1, 5);
        test.Step();
        Assert.That(ended, Is.EqualTo(1_000));
    }

    private static void StartAll(TestLoop test, Action then, int count = Many)
    {
        for (var i = 0; i < count; i++)
        {
            test.Loop.Start(async () =>
            {
                await Delay(1);
                then();
            });
        }
    }

    /// <summary>Goes on by as much whenever it is looked at.</summary>
    private sealed class TickingStopwatch(double seconds) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _ticks += (long)(seconds * TimestampFrequency);
    }
}
