namespace AsyncTick.Tests;

/// <summary>A task as the model knows it.</summary>
internal sealed class ModelTask(int id, ModelScope scope, Script script)
{
    public int Id => id;

    public ModelScope Scope => scope;

    public Script Script => script;

    /// <summary>The instruction it is at; in its cleanup one of those.</summary>
    public int Place { get; set; }

    public int Round { get; set; }

    public bool IsInCleanup { get; set; }

    /// <summary>What it ends with: <see cref="Mark.Done"/>, <see cref="Mark.Canceled"/> or a fault's number.</summary>
    public int Outcome { get; set; }

    public bool HasEnded { get; set; }

    /// <summary>Its start has returned, so others know it.</summary>
    public bool IsKnown { get; set; }

    public bool IsPaused { get; set; }

    public bool CancelRequested { get; set; }

    /// <summary>The cancellation has been delivered: every wait ends with it.</summary>
    public bool Cancel { get; set; }

    public int DeferDepth { get; set; }

    /// <summary>Deferrals that its code holds; more than <see cref="DeferDepth"/> when time has ended some.</summary>
    public int HeldDeferrals { get; set; }

    public Stack<(int Lock, long Ticket)> Held { get; } = new();

    public ModelWait? Wait { get; set; }

    /// <summary>Those who wait for its end.</summary>
    public List<ModelWait> Joiners { get; } = [];

    /// <summary>How many of them will take its outcome.</summary>
    public int Observers { get; set; }

    public TaskState State => HasEnded
        ? Outcome == Mark.Done ? TaskState.Completed : Outcome == Mark.Canceled ? TaskState.Canceled : TaskState.Faulted
        : CancelRequested ? TaskState.Canceling : IsPaused ? TaskState.Paused : TaskState.Waiting;
}
