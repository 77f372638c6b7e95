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

    /// <summary>Whether a listener wants them.</summary>
    public static bool AreWanted => Source.HasListeners();

    /// <summary>Makes an activity for a task and leaves it current on this thread; null when the listeners sample it away.</summary>
    public Activity? Start(string loop, int taskId, string name, string scope, string file, int line)
    {
        try
        {
            if (Source.StartActivity(name) is not { } activity)
            {
                return null;
            }

            activity.SetTag("asynctick.loop", loop);
            activity.SetTag("asynctick.task.id", taskId);
            activity.SetTag("asynctick.scope", scope);
            activity.SetTag("code.file.path", file);
            activity.SetTag("code.line.number", line);
            return activity;
        }
        catch (Exception fault)
        {
            Tell(fault);
            return null;
        }
    }

    /// <summary>The task of an activity has ended; that of a fault is stopped by <see cref="StopFaulted"/>.</summary>
    public void End(Activity activity, int taskId, TaskState state, long resumes)
    {
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

    /// <summary>All faults of the frame have been reported.</summary>
    public void StopFaulted()
    {
        if (_faulted.Count > 0)
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
