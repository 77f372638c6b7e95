using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// Sees waits that block the loop's thread in a task's code (<c>task.Wait()</c>, <c>.Result</c>, <c>Join()</c>, a lock that another thread holds) and says which line it is and
/// what to await instead. A wait that is over within <see cref="PatienceMilliseconds"/> costs nothing; sleeping is not seen here, only by the limit for slow steps. Loop thread.
/// </summary>
internal static class BlockingWait
{
    /// <summary>What a lock may take that others hold shortly.</summary>
    private const int PatienceMilliseconds = 5;

    private const int TimedOut = 258;

    /// <summary>Waits as the framework would; tells of it when it takes long.</summary>
    /// <param name="wait">The framework's wait, by its limit in milliseconds; -1 for none.</param>
    /// <param name="limit">The caller's limit.</param>
    /// <param name="report">Receives the place and the advice, while the wait goes on; must not wait itself.</param>
    public static int Run(Func<int, int> wait, int limit, Action<string> report)
    {
        if (limit is >= 0 and <= PatienceMilliseconds)
        {
            return wait(limit);
        }

        var begun = Environment.TickCount64;
        var result = wait(PatienceMilliseconds);
        if (result != TimedOut)
        {
            return result;
        }

        try
        {
            report(Describe(new StackTrace(fNeedFileInfo: true)));
        }
        catch (Exception)
        {
            // Out of a lock that is being taken nothing may come but what the framework throws.
        }

        return wait(limit < 0 ? limit : (int)Math.Max(0, limit - (Environment.TickCount64 - begun)));
    }

    // The last frame of the framework is what was called, the first other one is who called it.
    private static string Describe(StackTrace stack)
    {
        var called = "a wait";
        foreach (var frame in stack.GetFrames())
        {
            var method = DiagnosticMethodInfo.Create(frame);
            var type = method?.DeclaringTypeName ?? "";
            if (method?.DeclaringAssemblyName == typeof(BlockingWait).Assembly.GetName().FullName || type.StartsWith("System.", StringComparison.Ordinal))
            {
                called = $"{type[(type.LastIndexOf('.') + 1)..].Replace("`1", "", StringComparison.Ordinal)}.{PublicName(method!.Name)}";
                continue;
            }

            var place = frame.GetFileName() is { } file ? FaultReport.Site(file, frame.GetFileLineNumber()) : $"{type}.{method?.Name}";
            return $"{place} by {called}; {Advice(called)}";
        }

        return $"an unknown place by {called}; {Advice(called)}";
    }

    // The public method itself is often compiled into its caller.
    private static string PublicName(string method) => method switch
    {
        "GetResultCore" or "get_Result" => "Result",
        _ => method.Replace("NoCheck", "", StringComparison.Ordinal).Replace("Core", "", StringComparison.Ordinal),
    };

    private static string Advice(string called) => called switch
    {
        _ when called.StartsWith("Task", StringComparison.Ordinal) || called.Contains("Awaiter", StringComparison.Ordinal) => "await the task instead",
        _ when called.StartsWith("SemaphoreSlim", StringComparison.Ordinal) => "await its WaitAsync().InScope() instead",
        _ when called.StartsWith("Monitor", StringComparison.Ordinal) || called.StartsWith("Lock", StringComparison.Ordinal) => "hold the lock shorter, or use an AsyncLock",
        _ => "await RunInExecutor(...) around it instead",
    };
}
