using System.Diagnostics;
using AsyncTick;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>The engine exits.</summary>
public abstract partial class HostConformance
{
    [Test]
    public void EngineExit_ThousandTasksWaiting_AllEndWithinTheBound([Values] bool duringPlay)
    {
        using var host = StartHost();
        using var gate = new ThreadGate();
        if (duringPlay)
        {
            host.Engine.BeginPlaySession();
        }

        // Those that hold a thread are for one at a time; sockets are for the machine's sake.
        string[] kinds = [.. Waits.Kinds.Where(kind => kind is not ("pool" or "executor" or "socket" or "socket in scope"))];
        var ended = 0;
        for (var i = 0; i < 1000; i++)
        {
            var kind = kinds[i % kinds.Length];
            UnrealTasks.Start(
                async () =>
                {
                    try
                    {
                        await Waits.On(kind, gate);
                    }
                    finally
                    {
                        ended++;
                    }
                },
                (TaskLifetime)(i % 3));
        }

        host.Tick(3);
        Assert.That(ended, Is.Zero);
        Assert.That(host.Loop.Tasks.Count, Is.GreaterThanOrEqualTo(1000));
        var started = Stopwatch.GetTimestamp();
        host.Engine.Exit();
        Assert.That(Stopwatch.GetElapsedTime(started).TotalSeconds, Is.LessThan(5), "the bound is a second for the session and a second for the rest");
        Assert.That((ended, host.IsConnected), Is.EqualTo((1000, false)));
        Assert.That(host.Errors, Is.Empty);
        Assert.That(host.Warnings, Has.None.Contains("has not ended"));
    }

    [Test]
    public void EngineExit_TaskThatWillNotEnd_IsNamedAndLeft()
    {
        using var host = StartHost();
        UnrealTasks.Start(async () => await new TaskCompletionSource().Task, TaskLifetime.Editor, "Deaf");
        host.Tick();
        host.Engine.Exit();
        Assert.That(host.Warnings, Has.Some.Contains("Deaf"));
        Assert.That(host.IsConnected, Is.False);
    }
}
