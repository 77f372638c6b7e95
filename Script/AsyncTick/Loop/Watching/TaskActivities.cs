using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// An <see cref="Activity"/> of the source "AsyncTick" for each task that is started while a listener wants them: current in the task's code, so that what
/// that calls is below it, and child of the activity that the starting code had. Without a listener a start costs one test. Loop thread only.
/// </summary>
internal sealed class TaskActivities(ILogSink log)
{
    private static readonly ActivitySource Source = new("AsyncTick");

    // Ended by a fault, of which it is not known before the frame's end whether somebody awaits it.
    private readonly List<(int TaskId, Activity Activity)> _faulted = [];

    /// <summary>Whether anybody listens.</summary>
    public static bool IsWanted => Source.HasListeners();

    /// <summary>The thread is a task's that is about to run: makes its activity and leaves it current. Null when the listeners sample it away.</summary>
    /// <param name="task">The task.</param>
    /// <param name="loop">Its loop's name.</param>
    /// <param name="place">Where it was started.</param>
    /// <param name="frame">Receives what the thread carried before.</param>
    public Activity? Start(in TaskOrigin task, string loop, (string File, int Line) place, ref StartFrame frame)
    {
        if (ExecutionContext.Capture() is not { } values)
        {
            return null;
        }

        frame = frame with { Values = frame.Values ?? values };
        try
        {
            var activity = Source.StartActivity(task.Name);
            activity?.SetTag("asynctick.loop", loop);
            activity?.SetTag("asynctick.task.id", task.Id);
            activity?.SetTag("asynctick.scope", task.ScopePath);
            activity?.SetTag("code.file.path", place.File);
            activity?.SetTag("code.line.number", place.Line);
            return activity;
        }
        catch (Exception fault)
        {
            Tell(fault);
            return null;
        }
    }

    /// <summary>A task has ended after so many resumes. The activity of a fault is stopped by <see cref="StopFaulted"/>.</summary>
    public void End(Activity? activity, int taskId, TaskState state, long resumes)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag("asynctick.task.state", state.ToString());
        activity.SetTag("asynctick.task.resumes", resumes);
        if (state == TaskState.Faulted)
        {
            activity.SetEndTime(DateTime.UtcNow);
            activity.SetStatus(ActivityStatusCode.Error);
            _faulted.Add((taskId, activity));
        }
        else
        {
            Stop(activity);
        }
    }

    /// <summary>A fault is reported: a task's goes with its activity.</summary>
    public void NoteFault(int taskId, Exception fault)
    {
        foreach (var (id, activity) in _faulted)
        {
            if (id == taskId)
            {
                activity.AddException(fault);
                activity.SetStatus(ActivityStatusCode.Error, ExceptionText.Message(fault));
            }
        }
    }

    /// <summary>The frame is over, and so many of its faults are still to be reported.</summary>
    public void StopFaulted(int pending)
    {
        if (_faulted.Count > 0 && pending == 0)
        {
            _faulted.ForEach(each => Stop(each.Activity));
            _faulted.Clear();
        }
    }

    // It makes its parent current: that is not what the code here has to leave behind.
    private void Stop(Activity activity)
    {
        var values = ExecutionContext.Capture();
        try
        {
            activity.Stop();
        }
        catch (Exception fault)
        {
            Tell(fault);
        }
        finally
        {
            if (values is not null)
            {
                ExecutionContext.Restore(values);
            }
        }
    }

    private void Tell(Exception fault) => log.Write(LogVerbosity.Error, $"A listener of the activities of 'AsyncTick' threw: {ExceptionText.Full(fault)}");
}
