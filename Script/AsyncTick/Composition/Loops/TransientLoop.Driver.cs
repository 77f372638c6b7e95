#pragma warning disable VSTHRD003 // The tasks waited for are this object's own.

using System.Diagnostics;

namespace AsyncTick;

public sealed partial class TransientLoop
{
    private const int FrameMilliseconds = 16;

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
                        await Async.NextFrame();
                        PumpOnce();
                    }

                case LoopDrive.Thread:
                    new Thread(RunThread) { IsBackground = true, Name = Loop.Name }.Start();
                    await Async.UntilEnded(_threadEnded.Task, $"the thread of loop '{Loop.Name}'", "", 0);
                    break;
                default:
                    await Async.Delay(double.PositiveInfinity);
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
        using (Async.Defer(grace + 1))
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
                    await Async.NextFrame();
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
