namespace AsyncTick;

/// <summary>Calls the handlers of an event, each by itself: one that throws keeps nothing from the next, and what it throws is logged.</summary>
internal static class GuardedHandlers
{
    public static void Tell<T>(Action<T>? handlers, T what, string name, ILogSink log)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                handler(what);
            }
            catch (Exception fault)
            {
                log.Write(LogVerbosity.Error, $"A handler of {name} threw: {ExceptionText.Full(fault)}");
            }
        }
    }
}
