using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Runtime;

/// <summary>What a loop does that may not look into private parts of .NET.</summary>
[NonParallelizable]
public sealed class SwitchTests
{
    private const string Variable = "ASYNCTICK_RUNTIME_INTERNALS";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [TestCase(null, true, ExpectedResult = true)]
    [TestCase("1", true, ExpectedResult = true)]
    [TestCase("1", false, ExpectedResult = false)]
    [TestCase("0", true, ExpectedResult = false)]
    [TestCase("0", false, ExpectedResult = false)]
    public bool Variable_ThatForbids_CannotBeOverruled(string? variable, bool option)
    {
        var before = Environment.GetEnvironmentVariable(Variable);
        try
        {
            Environment.SetEnvironmentVariable(Variable, variable);
            Assert.That(new GameLoopOptions().UseRuntimeInternals, Is.EqualTo(variable != "0"));
            return new GameLoopOptions { UseRuntimeInternals = option }.UseRuntimeInternals;
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, before);
        }
    }

    [Test]
    public void Off_TaskOutside_IsListedWithoutALine()
    {
        using var test = Off();
        var gate = new TaskCompletionSource();
        test.Loop.Start(async () => await gate.Task);
        Assert.That(test.Loop.Tasks.Snapshot()[0].Wait.ToString(), Is.EqualTo("code outside the loop"));
        gate.SetResult();
        test.Step();
    }

    [Test]
    public void Off_PlainTaskNobodyLooksAt_IsReportedByTheCollectorInItsName()
    {
        using var test = Off();
        LeaveAlone(test);
        test.Step();
        Assert.That((test.Loop.Tasks.Count, test.Log.Errors.Count), Is.EqualTo((0, 0)));
        for (var i = 0; i < 10 && test.Log.Errors.Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            test.Step();
        }

        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        Assert.That(test.Log.Errors[0], Does.Contain("Task 'left alone' (#1 in test) failed: boom").And.Contain("Started at SwitchTests.cs"));
    }

    [Test]
    public void Off_PlainTaskThatIsAwaited_IsNotReported()
    {
        using var test = Off();
        var caught = 0;
        Task child = test.Loop.Start(FailNextFrame);
        test.Loop.Start(async () =>
        {
            try
            {
                await child;
            }
            catch (InvalidOperationException)
            {
                caught++;
            }
        });
        test.Step(2);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        test.Step();
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Off_CanceledPlainTaskNobodyAskedFor_IsReportedInTheSameFrame()
    {
        using var test = Off();
        Task child = test.Loop.Start(async () =>
        {
            await NextFrame();
            throw new OperationCanceledException("by itself");
        });
        test.Step();
        Assert.That((child.IsCanceled, test.Log.Errors.Count), Is.EqualTo((true, 1)));
    }

    [Test]
    public void Off_HungTask_IsNamedByTheWatchdog()
    {
        using var test = Off(new GameLoopOptions { WatchdogSeconds = 0.05, SlowStepSeconds = 0.04 });
        var wasNamed = false;
        test.Loop.Start(
            async () =>
            {
                await NextFrame("Hang.cs", 3);
                wasNamed = SpinWait.SpinUntil(() => test.Log.Warnings.Count > 0, Limit);
            },
            "hang");
        test.Step();
        Assert.That(wasNamed);
        Assert.That(test.Log.Warnings[0], Does.Contain("Task 'hang' (#1 in main), whose last wait was at Hang.cs:3"));
    }

    [Test]
    public void Off_Yield_IsTheNextFrame()
    {
        using var test = Off();
        var steps = 0;
        test.Loop.Start(async () =>
        {
            while (steps < 200)
            {
                await Task.Yield();
                steps++;
            }
        });
        test.Step(199);
        Assert.That(steps, Is.EqualTo(199));
        test.Step();
    }

    [Test]
    public void Off_StepThatLeavesValues_HostKeepsItsOwn()
    {
        using var test = Off();
        var value = new AsyncLocal<string?> { Value = "host" };
        test.Loop.Start(async () =>
        {
            ExecutionContext.SuppressFlow();
            await NextFrame();
            value.Value = "task";
        });
        Assert.That(ExecutionContext.IsFlowSuppressed(), Is.False);
        test.Step();
        Assert.That(value.Value, Is.EqualTo("host"));
    }

    private static TestLoop Off(GameLoopOptions? options = null) =>
        new((options ?? new GameLoopOptions { Name = "test", RepeatSeconds = 0 }) with { UseRuntimeInternals = false });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LeaveAlone(TestLoop test) => _ = test.Loop.Start(FailNextFrame, "left alone").Task;

    private static async Task FailNextFrame()
    {
        await NextFrame();
        throw new InvalidOperationException("boom");
    }
}
