namespace AsyncTick;

/// <summary>Where a task stands in its life.</summary>
public enum TaskState
{
    /// <summary>Its code runs right now.</summary>
    Running,

    /// <summary>It waits for something.</summary>
    Waiting,

    /// <summary>Cancellation was asked for; it has not ended yet.</summary>
    Canceling,

    /// <summary>It ended as it should.</summary>
    Completed,

    /// <summary>It ended because it was canceled.</summary>
    Canceled,

    /// <summary>It ended with an exception.</summary>
    Faulted,

    /// <summary>It was given up without having ended (<see cref="TaskScope.Abandon"/>).</summary>
    Abandoned,

    /// <summary>Its scope is paused (<see cref="TaskScope.Pause"/>): it is not resumed, whatever it waits on.</summary>
    Paused,
}
