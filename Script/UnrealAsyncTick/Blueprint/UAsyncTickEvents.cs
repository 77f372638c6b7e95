using AsyncTick;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>What Blueprint can listen to; there is one, see <see cref="UAsyncTickLibrary.GetAsyncTickEvents"/>.</summary>
[UClass]
public partial class UAsyncTickEvents : UObject
{
    private TaskRegistry? _tasks;

    /// <summary>A task failed and was not awaited. Comes after the line in the log.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnTaskFaulted> OnTaskFaulted { get; set; }

    /// <summary>A task is about to run.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnTaskStarted> OnTaskStarted { get; set; }

    /// <summary>A task has ended; the last text is Completed, Faulted or Canceled.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnTaskEnded> OnTaskEnded { get; set; }

    /// <summary>The engine purges the object, or its code is reloaded.</summary>
    public override void Dispose()
    {
        if (_tasks is { } tasks)
        {
            _tasks = null;
            tasks.Started -= OnStarted;
            tasks.Ended -= OnEnded;
        }

        base.Dispose();
    }

    internal void Listen(TaskRegistry tasks)
    {
        _tasks = tasks;
        tasks.Started += OnStarted;
        tasks.Ended += OnEnded;
    }

    // Every call leaks its strings natively (UnrealSharp), so none is made for no listener.
    internal void Raise(string taskName, string message)
    {
        if (!IsDestroyed && OnTaskFaulted.IsBound)
        {
            OnTaskFaulted.Invoke(taskName, message);
        }
    }

    private void OnStarted(TaskInfo task)
    {
        if (!IsDestroyed && OnTaskStarted.IsBound)
        {
            OnTaskStarted.Invoke(task.Name, task.Id);
        }
    }

    private void OnEnded(TaskInfo task)
    {
        if (!IsDestroyed && OnTaskEnded.IsBound)
        {
            OnTaskEnded.Invoke(task.Name, task.Id, task.State.ToString());
        }
    }
}
