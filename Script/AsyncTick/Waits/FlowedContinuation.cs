namespace AsyncTick;

/// <summary>Carries the execution context along for callers that use an awaiter by hand; async methods flow it themselves.</summary>
internal static class FlowedContinuation
{
    public static Action Wrap(Action continuation)
    {
        ArgumentNullException.ThrowIfNull(continuation);
        var flow = ExecutionContext.Capture();
        return flow is null ? continuation : () => ExecutionContext.Run(flow, static run => ((Action)run!)(), continuation);
    }
}
