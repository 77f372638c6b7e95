namespace AsyncTick;

/// <summary>A posted callback that sees the <see cref="AsyncLocal{T}"/> values of the code that posted it, which only those with values need.</summary>
internal sealed class FlowedPost : IWrappedPost
{
    private static readonly SendOrPostCallback Run = static post => ((FlowedPost)post!).Start();
    private static readonly ContextCallback Invoke = static post => ((FlowedPost)post!).RunInFlow();

    private readonly SendOrPostCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext _values;
    private readonly LoopFlow _flow;

    private FlowedPost(SendOrPostCallback callback, object? state, ExecutionContext values, LoopFlow flow)
    {
        _callback = callback;
        _state = state;
        _values = values;
        _flow = flow;
    }

    public object Code => _state ?? _callback;

    /// <summary>Has a callback that is about to be posted carry what the calling thread does; allocates nothing when that is nothing. Any thread.</summary>
    public static void Wrap(ref SendOrPostCallback callback, ref object? state, LoopFlow flow)
    {
        // The code after an await brings its own values.
        if (flow.Capture() is { } values && !AwaitSignature.Matches(callback))
        {
            state = new FlowedPost(callback, state, values, flow);
            callback = Run;
        }
    }

    private void Start() => ExecutionContext.Run(_values, Invoke, this);

    private void RunInFlow()
    {
        _flow.Mark();
        _callback(_state);
    }
}
