using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

public sealed class RetryTests
{
    [Test]
    public void Backoff_OfWhatIsNoNumber_IsRefusedWhereItIsGiven() => Assert.Multiple(() =>
    {
        Assert.That(static () => new Backoff { FirstSeconds = double.NaN }, Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo("FirstSeconds"));
        Assert.That(static () => new Backoff { MaxSeconds = double.NaN }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(static () => new Backoff { Factor = double.NaN }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(static () => new Backoff { Jitter = double.NaN }, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(static () => new Backoff { HealthySeconds = double.NaN }, Throws.InstanceOf<ArgumentOutOfRangeException>());
    });

    [Test]
    public void Operation_ThatReturnsNull_SaysSo()
    {
        using var test = new TestLoop();
        var once = new RetryPolicy { Attempts = 1 };
        Assert.That(() => test.Run(() => Retry(once, static Task (_) => null!)), Throws.InvalidOperationException.With.Message.Contains("returned null"));
        Assert.That(() => test.Run(() => Retry(once, static Task<int> (_) => null!)), Throws.InvalidOperationException.With.Message.Contains("returned null"));
    }

    private static readonly RetryPolicy Plain = new() { Attempts = 4, Backoff = new Backoff { FirstSeconds = 1, Factor = 2, MaxSeconds = 3, Jitter = 0 } };

    [Test]
    public void Retry_FailsTwice_WaitsByBackoffOnVirtualTime()
    {
        using var test = new TestLoop();
        var times = new List<double>();
        var result = 0;
        test.Run(async () => result = await Retry(Plain, async attempt =>
        {
            times.Add(Math.Round(test.Now));
            await NextFrame();
            return attempt == 4 ? attempt : throw new InvalidOperationException($"try {attempt}");
        }));
        Assert.That(result, Is.EqualTo(4));
        Assert.That(times, Is.EqualTo([0, 1, 3, 6]));
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Retry_NeverSucceeds_LastFailureIsThrown()
    {
        using var test = new TestLoop();
        Assert.That(
            () => test.Run(async () => await Retry(Plain, attempt => throw new InvalidOperationException($"try {attempt}"))),
            Throws.InvalidOperationException.With.Message.EqualTo("try 4"));
    }

    [Test]
    public void Retry_NotWorthIt_ThrowsAtOnce()
    {
        using var test = new TestLoop();
        var tries = 0;
        Assert.That(
            () => test.Run(async () => await Retry(Plain with { ShouldRetry = static fault => fault is TimeoutException }, _ =>
            {
                tries++;
                throw new InvalidOperationException("no use");
            })),
            Throws.InvalidOperationException);
        Assert.That(tries, Is.EqualTo(1));
    }

    [Test]
    public void Retry_ShouldRetryThrows_ThrowsBoth()
    {
        using var test = new TestLoop();
        var fault = Assert.Throws<AggregateException>(() => test.Run(async () => await Retry(
            Plain with { ShouldRetry = static fault => fault.InnerException!.Message.Length > 0 },
            async _ =>
            {
                await NextFrame();
                throw new InvalidOperationException("no path");
            })));
        Assert.That(fault!.InnerExceptions.Select(static each => each.GetType()), Is.EqualTo([typeof(NullReferenceException), typeof(InvalidOperationException)]));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(Internals.FaultsToldAtOnce));
        Assert.That(test.Log.Errors, Has.All.Contains("RetryPolicy.ShouldRetry itself has failed (NullReferenceException)").And.All.Contains("no path").And.All.Contains("RetryTests.cs:line"));
    }

    [Test]
    public void Retry_CanceledWhileWaiting_EndsWithoutAnotherTry()
    {
        using var test = new TestLoop();
        var tries = 0;
        var task = test.Loop.Start(async () => await Retry(Plain, _ =>
        {
            tries++;
            throw new InvalidOperationException("again");
        }));
        test.Step(2);
        Assert.That(test.Loop.Tasks.Snapshot()[0].Status, Is.EqualTo("try 2 of 4 follows"));
        task.Cancel();
        test.Advance(10);
        Assert.That((tries, ((Task)task).IsCanceled), Is.EqualTo((1, true)));
    }

    [Test]
    public void Retry_CanceledWhileTrying_IsNotTriedAgain()
    {
        using var test = new TestLoop();
        var tries = 0;
        var task = test.Loop.Start(async () => await Retry(Plain, async _ =>
        {
            tries++;
            await Delay(100);
        }));
        test.Step(2);
        task.Cancel();
        test.Advance(10);
        Assert.That((tries, task.IsCompleted), Is.EqualTo((1, true)));
    }

    [Test]
    public void Retry_UnaskedCancellation_IsAFailureLikeAnyOther()
    {
        using var test = new TestLoop();
        var tries = 0;
        test.Run(async () => await Retry(Plain, _ => ++tries == 2 ? Task.CompletedTask : throw new TaskCanceledException("the client's own time limit")));
        Assert.That(tries, Is.EqualTo(2));
    }

    [Test]
    public void Retry_WithTimeoutInside_TriesAgainAfterATimeout()
    {
        using var test = new TestLoop();
        var result = 0;
        test.Run(async () => result = await Retry(Plain, attempt => WithTimeout(1, async () =>
        {
            await Delay(attempt < 3 ? 100 : 0.5);
            return attempt;
        })));
        Assert.That(result, Is.EqualTo(3));
    }

    [TestCase(1, 0.0, 1.0)]
    [TestCase(2, 0.0, 2.0)]
    [TestCase(9, 0.0, 10.0)]
    [TestCase(2, 0.5, 1.5)]
    [TestCase(2000, 0.5, 7.5)]
    public void Backoff_Delay_GrowsUpToItsLimitLessTheRandomPart(int failures, double random, double expected)
    {
        var backoff = new Backoff { FirstSeconds = 1, Factor = 2, MaxSeconds = 10, Jitter = 0.5 };
        Assert.That(backoff.Delay(failures, random), Is.EqualTo(expected).Within(1e-9));
    }

    [TestCase(0, 2, 10, 0)]
    [TestCase(-1, 2, 10, 0)]
    [TestCase(1, 0, 10, 0)]
    [TestCase(1, -2, 10, 0)]
    [TestCase(double.PositiveInfinity, 0.5, 10, 10)]
    [TestCase(1, 2, double.PositiveInfinity, double.PositiveInfinity)]
    public void Backoff_Delay_AfterThousandsOfFailures_IsANumber(double first, double factor, double most, double expected)
    {
        var backoff = new Backoff { FirstSeconds = first, Factor = factor, MaxSeconds = most, Jitter = 0.5 };
        Assert.That(backoff.Delay(5_000, 0), Is.EqualTo(expected));
    }
}
