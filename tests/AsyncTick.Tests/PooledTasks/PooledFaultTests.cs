using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>Faults of pooled methods that nobody takes are reported once.</summary>
public sealed class PooledFaultTests
{
    [TestCase(0)]
    [TestCase(2)]
    public void Tracked_NobodyAwaits_IsLoggedInItsFrameWithPlaceAndStack(int frames)
    {
        using var test = new TestLoop();
        test.Loop.Start(() => Fail(frames), "patrol");
        test.Step(Math.Max(1, frames));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        Assert.That(test.Log.Errors[0], Does.Contain("'patrol'").And.Contain("pooled fault").And.Contain("Started at PooledFaultTests.cs:").And.Contain(nameof(Fail)));
        test.Step(3);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1));
        Assert.That(test.Loop.Tasks.History()[0].State, Is.EqualTo(TaskState.Faulted));
    }

    [Test]
    public void Tracked_WithResult_NobodyAwaits_IsLogged()
    {
        using var test = new TestLoop();
        test.Loop.Start(async PooledTask<int> () =>
        {
            await NextFrame();
            throw new InvalidOperationException("pooled fault");
        });
        test.Step(2);
        Assert.That(test.Log.Errors, Has.One.Contains("pooled fault"));
    }

    [Test]
    public void Tracked_BodyThrowsInsteadOfReturning_IsLogged()
    {
        using var test = new TestLoop();
        PooledTask Throws() => throw new InvalidOperationException("no call");
        test.Loop.Start(Throws);
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("no call"));
    }

    [Test]
    public void Tracked_CancellationThatNobodyAskedFor_IsAFault()
    {
        using var test = new TestLoop();
        test.Loop.Start(async PooledTask () =>
        {
            await NextFrame();
            throw new OperationCanceledException();
        });
        test.Step();
        Assert.That(test.Log.Errors, Has.One.Contains("without a cancellation request"));
    }

    [Test]
    public void Tracked_HandleTaskTakenAndUnobserved_IsLogged()
    {
        using var test = new TestLoop();
        Task task = test.Loop.Start(() => Fail(1));
        test.Step(2);
        Assert.That(test.Log.Errors.Count(static error => error.Contains("pooled fault")), Is.EqualTo(Internals.FaultsToldAtOnce));
        Assert.That(task.IsFaulted, Is.True);
        Internals.LookAt(task);
    }

    [TestCase(0)]
    [TestCase(1)]
    public void Untracked_CallLeftAlone_IsLoggedByTheCollector(int frames)
    {
        using var test = new TestLoop();
        test.Loop.Start(() => LeaveAlone(frames));
        test.Step(3);
        for (var i = 0; i < 5 && test.Log.Errors.Count == 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            test.Step();
        }

        Assert.That(test.Log.Errors, Has.One.Contains("not awaited").And.One.Contains("pooled fault"));
    }

    [Test]
    public void Awaited_Fault_IsTakenByTheAwait()
    {
        using var test = new TestLoop();
        var caught = 0;
        test.Run(async () =>
        {
            try
            {
                await Fail(1);
            }
            catch (InvalidOperationException)
            {
                caught++;
            }
        });
        GC.Collect();
        GC.WaitForPendingFinalizers();
        test.Step(2);
        Assert.That((caught, test.Log.Errors.Count), Is.EqualTo((1, 0)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task LeaveAlone(int frames)
    {
        _ = Fail(frames);
        return Task.CompletedTask;
    }

    private static async PooledTask Fail(int frames)
    {
        if (frames > 0)
        {
            await Frames(frames);
        }

        throw new InvalidOperationException("pooled fault");
    }
}
