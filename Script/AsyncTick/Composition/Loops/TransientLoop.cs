#pragma warning disable VSTHRD003 // The tasks waited for are this object's own.

using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// A loop inside a loop: own queue, clocks, budget and task list (asyncio's <c>new_event_loop()</c>, run beside the first). Made by
/// <see cref="ChildLoopExtensions.CreateLoop"/>; ends with the scope that made it: its tasks are canceled and drained, and those that do not end in the
/// grace time are named in the log. Members belong to the parent loop's thread unless they say otherwise.
/// </summary>
[DebuggerDisplay("{Loop.Name} ({Drive})")]
public sealed class TransientLoop : IAsyncDisposable
{
    private const int FrameMilliseconds = 16;

    // There may be many of them.
    private const int RecorderEntries = 4096;

    private readonly TaskScope _owner;
    private readonly ManualResetEventSlim _stop = new();
    private readonly TaskCompletionSource _threadEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FrameTime _time;
    private FrameTime _lastParentTime;
    private GameTask _driver;

    internal TransientLoop(TaskScope owner, string name, double budgetSeconds, LoopDrive drive, string file, int line)
    {
        _owner = owner;
        Drive = drive;
        var parent = owner.Loop;
        Loop = new GameLoop(parent.Options with { Name = name, BudgetSeconds = budgetSeconds, Log = parent.Log, CurrentWorldChanged = null, RecorderSize = Math.Min(parent.Options.RecorderSize, RecorderEntries), WatchdogSeconds = drive == LoopDrive.Thread ? parent.Options.WatchdogSeconds : 0 });
        if (drive == LoopDrive.Thread)
        {
            Loop.Unbind();
        }

        _lastParentTime = owner.Clocks.Time;
        ChildLoopList.Add(parent, this);
        _driver = owner.Start(Live, $"loop '{name}'", "", file, line);
    }

    /// <summary>The loop. Its members belong to its own thread, which is the parent's unless <see cref="Drive"/> is <see cref="LoopDrive.Thread"/>.</summary>
    public GameLoop Loop { get; }

    /// <summary>Who pumps it.</summary>
    public LoopDrive Drive { get; }

    /// <summary>Whether it has ended. Any thread.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>How fast its clocks run against the parent's: 2 is twice as fast, 0 stands still. Not for a loop with a thread of its own.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative, infinite or not a number.</exception>
    public double TimeScale
    {
        get;
        set => field = value >= 0 && double.IsFinite(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A loop's clocks run forward, at a finite rate.");
    } = 1;

    /// <summary>
    /// Pumps one frame of a loop that is driven by hand (<see cref="LoopDrive.ByHand"/>); its clocks move on by what has passed on the parent's
    /// since the last frame, times <see cref="TimeScale"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">Something else pumps this loop.</exception>
    public PumpResult Pump()
    {
        _owner.Loop.VerifyThread();
        if (Drive != LoopDrive.ByHand)
        {
            throw new InvalidOperationException($"Loop '{Loop.Name}' is pumped by {(Drive == LoopDrive.Parent ? "the loop that made it" : "its own thread")}; make it with LoopDrive.ByHand to pump it yourself.");
        }

        return HasEnded ? PumpResult.Idle : PumpOnce();
    }

    /// <summary>
    /// Starts a task in the loop and gives its outcome; any thread. Await it: a failure is thrown there. On the loop's own thread,
    /// <c>Loop.Start(...)</c> is the shorter way.
    /// </summary>
    public Task<T> Run<T>(Func<Task<T>> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnLoop(() =>
        {
            try
            {
                Loop.RootScope.Start(body, name, expression, file, line).Taken.ContinueWith(
                    ended => outcome.TrySetFromTask(ended), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (ScopeClosedException closing)
            {
                outcome.SetException(closing);
            }
        });
        return outcome.Task;
    }

    /// <summary>As the other overload, without a result.</summary>
    public Task Run(Func<Task> body, string? name = null, [CallerArgumentExpression(nameof(body))] string expression = "", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Run<object?>(
            async () =>
            {
                await body();
                return null;
            },
            name,
            expression,
            file,
            line);
    }

    /// <summary>Cancels the loop's tasks and goes on when they have ended and the loop is gone, in the grace time at the latest.</summary>
    public async ValueTask DisposeAsync()
    {
        _owner.Loop.VerifyThread();
        if (!HasEnded)
        {
            _driver.Cancel(CancelReason.ScopeClosed);
            await _driver.Taken.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void OnLoop(Action start)
    {
        if (Loop.IsOnLoopThread)
        {
            start();
        }
        else
        {
            Loop.Post(start);
        }
    }

    /// <summary>The parent is gone and could not wait any longer.</summary>
    internal void Abandon()
    {
        _stop.Set();
        if (Drive != LoopDrive.Thread)
        {
            Loop.Dispose(0, 0);
            HasEnded = true;
        }
    }

    // The loop is a task of the scope that made it, and so ends with it like any other.
    private async Task Live()
    {
        try
        {
            switch (Drive)
            {
                case LoopDrive.Parent:
                    while (true)
                    {
                        await NextFrameAwaitable.Begin("", 0);
                        PumpOnce();
                    }

                case LoopDrive.Thread:
                    new Thread(RunThread) { IsBackground = true, Name = Loop.Name }.Start();
                    await Join.UntilEnded(_threadEnded.Task, $"the thread of loop '{Loop.Name}'", "", 0);
                    break;
                default:
                    await DelayAwaitable.Begin(double.PositiveInfinity, default, Clock.Default, "", 0);
                    break;
            }
        }
        finally
        {
            await End();
        }
    }

    private async Task End()
    {
        var grace = Loop.Options.GraceSeconds;
        var parent = _owner.Loop;
        using (new CancellationDeferral(TaskContext.Required, grace + 1))
        {
            if (Drive == LoopDrive.Thread)
            {
                _stop.Set();
                await _threadEnded.Task;
            }
            else
            {
                Loop.RootScope.Cancel(TaskContext.Required.Record.Details.CancelReason is var reason and not CancelReason.None ? reason : CancelReason.ScopeClosed);
                var due = parent.Clocks.Real.Now + grace;
                PumpOnce();
                while (!Loop.RootScope.IsEmpty && parent.Clocks.Real.Now < due)
                {
                    await NextFrameAwaitable.Begin("", 0);
                    PumpOnce();
                }

                Loop.Dispose(0, 0);
            }
        }

        HasEnded = true;
        ChildLoopList.Of(parent)!.Loops.Remove(this);
        _stop.Dispose();
    }

    private PumpResult PumpOnce()
    {
        var parentTime = _owner.Clocks.Time;
        _time += (parentTime - _lastParentTime) * TimeScale;
        _lastParentTime = parentTime;
        return Loop.Pump(_time);
    }

    private void RunThread()
    {
        Loop.BindToCurrentThread();
        var started = Stopwatch.GetTimestamp();
        try
        {
            do
            {
                Loop.Pump(new FrameTime(Stopwatch.GetElapsedTime(started).TotalSeconds));
            }
            while (!_stop.Wait(FrameMilliseconds));

            Loop.Shutdown(int.MaxValue, Loop.Options.GraceSeconds);
            Loop.Dispose(0, 0);
        }
        catch (Exception fault)
        {
            _owner.Loop.Log.Write(LogVerbosity.Error, $"Internal error, please report: the thread of loop '{Loop.Name}' ended. {ExceptionText.Full(fault)}");
        }

        _threadEnded.SetResult();
    }
}
