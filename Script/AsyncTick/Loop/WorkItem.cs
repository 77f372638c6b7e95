namespace AsyncTick;

/// <summary>One entry of a queue: what to call and in whose name.</summary>
/// <remarks>
/// Three shapes share the struct so that the hot one costs one test: no state means <see cref="Callback"/> is an
/// <see cref="Action"/>; <see cref="Poll"/> means it is a <see cref="PollNode"/>; anything else is a
/// <see cref="SendOrPostCallback"/> with its argument (<see cref="NoState"/> stands for a null one).
/// </remarks>
internal struct WorkItem(object callback, object? state, TaskContext context)
{
    public static readonly object Poll = new();
    public static readonly object NoState = new();

    public object Callback = callback;
    public object? State = state;
    public TaskContext Context = context;
}
