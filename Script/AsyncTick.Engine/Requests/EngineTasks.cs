using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>The task list for the native half: rows when it asks, events while it listens. Game thread only.</summary>
internal sealed unsafe class EngineTasks(GameLoop loop, Native native)
{
    private bool _tells;

    /// <summary>Hands over each task that has not ended, in order of start.</summary>
    public Status List(in TaskSink sink)
    {
        var add = sink.Add;
        var context = sink.Context;
        RowUse pass = row => add(context, row);
        foreach (var task in loop.Tasks.Snapshot())
        {
            WithRow(task, pass);
        }

        return Status.Ok;
    }

    /// <summary>Nothing is put into words, and nothing crosses, while nobody listens.</summary>
    public Status SetEvents(bool enabled)
    {
        if (enabled != _tells)
        {
            _tells = enabled;
            if (enabled)
            {
                loop.Tasks.Started += TellStart;
                loop.Tasks.Ended += TellEnd;
                loop.Faulted += TellFault;
            }
            else
            {
                loop.Tasks.Started -= TellStart;
                loop.Tasks.Ended -= TellEnd;
                loop.Faulted -= TellFault;
            }
        }

        return Status.Ok;
    }

    private void TellStart(TaskInfo task) => Tell(TaskEventKind.Started, task);

    private void TellEnd(TaskInfo task) => Tell(TaskEventKind.Ended, task);

    private void TellFault(TaskFault fault) => Tell(TaskEventKind.Faulted, new TaskInfo
    {
        Id = fault.TaskId,
        Name = fault.TaskName,
        ScopePath = fault.ScopePath,
        State = TaskState.Faulted,
        AgeSeconds = 0,
        Resumes = 0,
        UsedSeconds = 0,
        LongestSeconds = 0,
        LastFault = $"{fault.Exception.GetType().Name}: {ExceptionText.Message(fault.Exception)}",
    });

    private void Tell(TaskEventKind what, TaskInfo task) => WithRow(task, row => native.TellTask(what, in *row));

    private static void WithRow(TaskInfo task, RowUse use)
    {
        // The line where it waits, or else the one that started it: what a reader wants to see.
        var isPlaced = task.Wait.Line != 0;
        var wait = task.Wait.Description ?? "";
        var file = (isPlaced ? task.Wait.File : task.StartFile) ?? "";
        fixed (char* nameUnits = task.Name, scopeUnits = task.ScopePath, statusUnits = task.Status, waitUnits = wait, fileUnits = file, faultUnits = task.LastFault)
        {
            TaskRow row = new()
            {
                Id = task.Id,
                ParentId = task.ParentId,
                State = (int)task.State,
                CancelReason = (int)task.CancelReason,
                Line = isPlaced ? task.Wait.Line : task.StartLine,
                Resumes = task.Resumes,
                AgeSeconds = task.AgeSeconds,
                UsedSeconds = task.UsedSeconds,
                WaitSeconds = task.Wait.Seconds,
                Name = new Text { Units = nameUnits, Length = task.Name.Length },
                Scope = new Text { Units = scopeUnits, Length = task.ScopePath.Length },
                Status = new Text { Units = statusUnits, Length = task.Status.Length },
                Wait = new Text { Units = waitUnits, Length = wait.Length },
                File = new Text { Units = fileUnits, Length = file.Length },
                Fault = new Text { Units = faultUnits, Length = task.LastFault.Length },
            };
            use(&row);
        }
    }

    private delegate void RowUse(TaskRow* row);
}
