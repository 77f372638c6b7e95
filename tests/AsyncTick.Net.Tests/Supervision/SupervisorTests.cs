using AsyncTick.Testing;

namespace AsyncTick.Net.Tests;

public sealed class SupervisorTests
{
    private static readonly SuperviseOptions Plain = new() { Backoff = new Backoff { FirstSeconds = 1, MaxSeconds = 8, Jitter = 0, HealthySeconds = 100 } };

    [Test]
    public void Run_Fails_RestartsAfterTheBackoffOnTheLoopsClock()
    {
        using var test = new TestLoop();
        var starts = new List<double>();
        var supervising = test.Loop.Start(new Supervisor("radio", () =>
        {
            starts.Add(Math.Round(test.Now, 2));
            throw new NetworkException("gone.");
        }, Plain).Run);
        test.Advance(30);

        Assert.That(starts, Is.EqualTo(new[] { 0, 1, 3, 7, 15, 23 }).Within(0.1));
        supervising.Cancel();
        test.Step(2);
        Assert.That(supervising.IsCompleted);
    }

    [Test]
    public void Run_Restarting_IsVisibleInTheTaskList()
    {
        using var test = new TestLoop();
        test.Loop.Start(() => Supervisor.Start("radio", async () =>
        {
            await Async.Delay(0.5);
            throw new NetworkException("the station is gone.");
        }, Plain).Task);
        test.Advance(0.6);
        var waiting = test.Loop.Tasks.Snapshot().Single(task => task.Name == "radio").Status;
        test.Advance(1);
        var running = test.Loop.Tasks.Snapshot().Single(task => task.Name == "radio").Status;

        Assert.That(waiting, Does.Contain("for restart 1").And.Contain("the station is gone."));
        Assert.That(running, Is.EqualTo("running, restart 1"));
        Assert.That(test.Log.Warnings, Has.One.EqualTo("radio: the station is gone. Trying again in 1 s (restart 1)."));
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }

    [Test]
    public void Run_HealthyAgain_StartsOverWithTheShortestWait()
    {
        using var test = new TestLoop();
        var runs = 0;
        var starts = new List<double>();
        test.Loop.Start(new Supervisor("x", async () =>
        {
            starts.Add(test.Now);
            if (++runs == 4)
            {
                await Async.Delay(20);
            }

            throw new NetworkException("gone.");
        }, Plain with { Backoff = Plain.Backoff with { HealthySeconds = 10 } }).Run);
        test.Advance(40);

        Assert.That(starts[3], Is.EqualTo(7).Within(0.1));
        Assert.That(starts[4], Is.EqualTo(28).Within(0.1), "20 s of health, then 1 s");
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }

    [Test]
    public void Run_LeftoversOfAFailedRun_AreEndedBeforeTheNext()
    {
        using var test = new TestLoop();
        var alive = 0;
        var most = 0;
        test.Loop.Start(new Supervisor("x", async () =>
        {
            _ = Async.Start(async () =>
            {
                most = Math.Max(most, ++alive);
                try
                {
                    await Async.Delay(1000);
                }
                finally
                {
                    alive--;
                }
            });
            await Async.Delay(0.1);
            throw new NetworkException("gone.");
        }, Plain).Run);
        test.Advance(30);

        Assert.That(most, Is.EqualTo(1));
        test.Loop.Tasks.CancelAll();
        test.Step(2);
        Assert.That(alive, Is.Zero);
    }

    [Test]
    public void Run_FatalError_IsThrownOn()
    {
        using var test = new TestLoop();
        var error = Assert.Throws<InvalidOperationException>(() => test.Run(
            new Supervisor("x", () => throw new InvalidOperationException("a bug"), Plain with { IsFatal = e => e is InvalidOperationException }).Run));

        Assert.That(error!.Message, Is.EqualTo("a bug"));
    }

    [Test]
    public void Run_IsFatalItselfThrows_ThrowsBoth()
    {
        using var test = new TestLoop();
        var error = Assert.Throws<AggregateException>(() => test.Run(
            new Supervisor("x", () => throw new NetworkException("refused"), Plain with { IsFatal = _ => throw new ArgumentException("a bug") }).Run));

        Assert.That(error!.Message, Does.StartWith("x: SuperviseOptions.IsFatal itself has failed (ArgumentException)"));
        Assert.That(error.InnerExceptions.Select(static each => each.Message), Is.EqualTo(["a bug", "refused"]));
    }

    [Test]
    public void Run_TooManyFailures_ThrowsTheLast()
    {
        using var test = new TestLoop();
        var runs = 0;
        Assert.Throws<NetworkException>(() => test.Run(
            new Supervisor("x", () => throw new NetworkException($"failure {++runs}"), Plain with { MaxFailures = 3 }).Run));

        Assert.That(runs, Is.EqualTo(3));
    }

    [Test]
    public void Run_CancellationThatNobodyAskedFor_IsAFailure()
    {
        using var test = new TestLoop();
        var runs = 0;
        var supervising = test.Loop.Start(new Supervisor("x", () =>
        {
            runs++;
            throw new OperationCanceledException("a library gave up");
        }, Plain).Run);
        test.Advance(1.5);

        Assert.That(runs, Is.EqualTo(2));
        supervising.Cancel();
        test.Step(2);
    }

    [Test]
    public void Run_OnlyTheTaskCanceled_TheRunEndsToo()
    {
        using var test = new TestLoop();
        var ended = false;
        var supervising = test.Loop.Start(new Supervisor("x", async () =>
        {
            try
            {
                await Async.Delay(1000);
            }
            finally
            {
                ended = true;
            }
        }, Plain).Run);
        test.Step();
        supervising.Cancel();
        test.Step(2);

        Assert.That(ended);
        Assert.That(supervising.IsCompleted);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Run_BreaksBecauseItIsCanceled_IsACancellationAndNoError(bool inPlace)
    {
        using var test = new TestLoop();
        var supervising = test.Loop.Start(new Supervisor("x", async () =>
        {
            try
            {
                await Async.Delay(1000);
            }
            catch (OperationCanceledException)
            {
                throw new NetworkException("The connection that it shares was closed first.");
            }
        }, Plain with { InPlace = inPlace }).Run);
        test.Step();
        supervising.Cancel();
        test.Step(3);

        Assert.That(supervising.Task.IsCanceled);
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Run_SameReasonAgainAndAgain_FillsNoLog()
    {
        using var test = new TestLoop();
        test.Loop.Start(new Supervisor("x", () => throw new NetworkException("gone."), Plain with { Backoff = Plain.Backoff with { MaxSeconds = 1 } }).Run);
        test.Advance(1000);

        Assert.That(test.Log.Warnings, Has.Count.InRange(9, 12));
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }

    [TestCase(2)]
    [TestCase(int.MaxValue)]
    [Category("case 09")]
    public void Run_ReasonsThatDiffer_FillNoLog(int reasons)
    {
        using var test = new TestLoop();
        var runs = 0;
        test.Loop.Start(new Supervisor("x", () => throw new NetworkException($"no value begins with {runs++ % reasons}."), Plain with { Backoff = Plain.Backoff with { MaxSeconds = 1 } }).Run);
        test.Advance(1000);

        Assert.That(runs, Is.GreaterThan(900));
        Assert.That(test.Log.Warnings, Has.Count.InRange(9, 40));
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }

    [Test]
    [Category("case 09")]
    public void Run_NewReasonAfterAWhile_IsToldAtOnce()
    {
        using var test = new TestLoop();
        var runs = 0;
        test.Loop.Start(new Supervisor("x", () => throw new NetworkException(++runs == 900 ? "wrong password." : $"{runs % 3}."), Plain with { Backoff = Plain.Backoff with { MaxSeconds = 1 } }).Run);
        test.Advance(1000);

        Assert.That(test.Log.Warnings, Has.One.Contains("wrong password."));
        test.Loop.Tasks.CancelAll();
        test.Step(2);
    }
}
