using AsyncTick.Testing;

namespace AsyncTick.Tests;

/// <summary>Values that move in time.</summary>
public sealed class TweenTests
{
    private static IEnumerable<TestCaseData> Easings =>
        typeof(Easing).GetMethods().Where(method => method.ReturnType == typeof(double))
            .Select(method => new TestCaseData(method.CreateDelegate<Func<double, double>>()).SetArgDisplayNames(method.Name));

    [Test]
    public void Run_GivesTheBeginningAtOnce_AndExactlyTheEndInTheFrameThatIsDue()
    {
        using var test = new TestLoop { FrameSeconds = 0.1 };
        List<double> values = [];
        var task = test.Loop.Start(async () => await new Tween(0.35).Run(1, 0.3, values.Add));
        Assert.That(values, Is.EqualTo(new[] { 1.0 }));
        test.Step(3);
        Assert.That((values.Count, task.IsCompleted), Is.EqualTo((4, false)));
        Assert.That(values[2], Is.EqualTo(0.6).Within(1e-9));
        test.Step();
        Assert.That((values[^1], values.Count, task.IsCompleted), Is.EqualTo((0.3, 5, true)));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void Run_NoTime_GivesTheEndOnly(double seconds)
    {
        using var test = new TestLoop();
        List<double> values = [];
        test.Loop.Start(async () => await new Tween(seconds).Run(1, 2, values.Add));
        Assert.That(values, Is.EqualTo(new[] { 2.0 }));
    }

    [Test]
    public void Tween_NotANumber_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => _ = new Tween(double.NaN));

    [Test]
    public void Run_Paused_StandsStillAndLosesNoTime()
    {
        using var test = new TestLoop { FrameSeconds = 0.1 };
        var value = 0.0;
        var tween = new Tween(1);
        var task = test.Loop.Start(async () => await tween.Run(0, 10, x => value = x));
        test.Step(4);
        tween.IsPaused = true;
        test.Step(50);
        Assert.That(value, Is.EqualTo(4).Within(1e-9));
        tween.IsPaused = false;
        test.Step(5);
        Assert.That(value, Is.EqualTo(9).Within(1e-9));
        test.Step(2);
        Assert.That((value, task.IsCompleted), Is.EqualTo((10.0, true)));
    }

    [Test]
    public void Run_OnTheGameClock_FollowsItsDilation()
    {
        using var test = new TestLoop { FrameSeconds = 0.1 };
        test.TimeDilation = 0.5;
        var value = 0.0;
        test.Loop.Start(async () => await new Tween(1, clock: Clock.Game).Run(0, 10, x => value = x));
        test.Step(10);
        Assert.That(value, Is.EqualTo(5).Within(1e-9));
        test.Step(11);
    }

    [Test]
    public void Run_AtAPhase_GivesItsValuesThere()
    {
        using var test = new TestLoop { FrameSeconds = 0.1 };
        List<string> order = [];
        test.Loop.Start(async () => await new Tween(0.2) { At = Phase.PrePhysics }.Run(0, 1, _ => order.Add("value")));
        test.Loop.Start(async () =>
        {
            await Async.NextFrame();
            order.Add("pump");
        });
        test.Step();
        Assert.That(order, Is.EqualTo(new[] { "value", "value", "pump" }));
        test.Step(2);
    }

    [Test]
    public void Run_Canceled_StopsWhereItIs()
    {
        using var test = new TestLoop { FrameSeconds = 0.1 };
        var value = 0.0;
        var task = test.Loop.Start(async () => await new Tween(1).Run(0, 10, x => value = x));
        test.Step(3);
        task.Cancel();
        test.Step(3);
        Assert.That(value, Is.EqualTo(3).Within(1e-9));
        Assert.That(task.IsCompleted, Is.True);
    }

    [Test]
    public void Run_Twice_AtOnceThrows_OneAfterTheOtherDoesNot()
    {
        using var test = new TestLoop { FrameSeconds = 0.1 };
        var tween = new Tween(0.1);
        var first = test.Loop.Start(async () => await tween.Run(0, 1, _ => { }));
        var second = test.Loop.Start(async () => await tween.Run(0, 1, _ => { }));
        Assert.Throws<InvalidOperationException>(() => second.Task.GetAwaiter().GetResult());
        test.Step(2);
        Assert.That(first.IsCompleted, Is.True);
        test.Loop.Start(async () => await tween.Run(0, 1, _ => { }));
        test.Step(2);
        Assert.That(tween.Progress, Is.EqualTo(1));
    }

    [Test]
    public void Run_IsOver_EndsWithoutAValue()
    {
        using var test = new TestLoop { FrameSeconds = 0.1 };
        var isGone = false;
        var values = 0;
        bool? reached = null;
        test.Loop.Start(async () => reached = await new Tween(1).Run(0.0, 1, double.Lerp, _ => values++, () => isGone));
        test.Step(3);
        isGone = true;
        test.Step();
        Assert.That((values, reached), Is.EqualTo((4, (bool?)false)));
    }

    [Test]
    public void Run_SteadyState_AllocatesNothing([Values(null, Phase.PostPhysics)] Phase? at)
    {
        using var test = new TestLoop();
        var value = 0.0;
        var task = test.Loop.Start(async () => await new Tween(1000, Easing.InOutCubic) { At = at }.Run(0, 1, x => value = x));
        test.Step(80);
        Assert.That(Allocation.Of(() => test.Step(80)), Is.Zero);
        Assert.That(value, Is.GreaterThan(0));
        task.Cancel();
        test.Step();
    }

    [TestCaseSource(nameof(Easings))]
    public void Easing_BeginsAndEndsAtTheEnds_WithoutAJump(object easing)
    {
        var ease = (Func<double, double>)easing;
        Assert.That(ease(0), Is.EqualTo(0).Within(2e-3));
        Assert.That(ease(1), Is.EqualTo(1).Within(2e-3));
        for (var t = 0.0; t < 1; t += 0.001)
        {
            Assert.That(Math.Abs(ease(t + 0.001) - ease(t)), Is.LessThan(0.02), $"at {t}");
        }
    }
}
