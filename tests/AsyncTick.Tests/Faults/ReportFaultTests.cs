using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Exceptions that code has caught and reports as faults of its task.</summary>
public sealed class ReportFaultTests
{
    [Test]
    public void Report_OnceOrTwice_IsOneFaultOfTheTaskThatGoesOn([Values] bool onAnotherThread)
    {
        using var test = new TestLoop();
        var faults = new List<TaskFault>();
        test.Loop.Faulted += faults.Add;
        var fault = new InvalidOperationException("no path");
        var task = test.Loop.Start(async () =>
        {
            if (onAnotherThread)
            {
                await RunInExecutor(() =>
                {
                    ReportFault(fault);
                    return true;
                });
            }

            ReportFault(fault);
            await NextFrame();
        }, "server");
        test.PumpUntil(() => task.IsCompleted);
        Assert.That((faults.Single().TaskId, faults[0].TaskName, task.Task.IsCompletedSuccessfully), Is.EqualTo((task.Id, "server", true)));
        Assert.That(test.Log.Errors.Single(), Does.StartWith($"Task 'server' (#{task.Id} in test) goes on after a fault: no path").And.Contain("Started at ReportFaultTests.cs:"));
        Assert.That(test.Loop.Tasks.History()[0].LastFault, Is.EqualTo("InvalidOperationException: no path"));
    }

    [Test]
    public void Report_OfARequestedCancellation_IsNoFault()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            catch (OperationCanceledException canceled)
            {
                ReportFault(canceled);
            }
        });
        task.Cancel();
        test.Step(2);
        Assert.That((test.Log.Errors.Count, test.Loop.Stats.Faults), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Report_OutsideOfTasks_SaysSo() =>
        Assert.That(() => ReportFault(new InvalidOperationException()), Throws.InvalidOperationException.With.Message.Contains("No task of a game loop"));
}
