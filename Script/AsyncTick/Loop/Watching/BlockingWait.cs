using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// Says of a wait that blocks the loop's thread in a task's code (<c>task.Wait()</c>, <c>.Result</c>, <c>Join()</c>, a lock that another thread holds) which line it is and
/// what to await instead. One that is over within <see cref="PatienceMilliseconds"/> is not told of; sleeping is not seen here, only by the limit for slow steps.
/// </summary>
internal static class BlockingWait
{
    /// <summary>What a lock may take that others hold shortly.</summary>
    public const int PatienceMilliseconds = 5;

    /// <summary>
    /// Where a wait is that goes on, by what call, and what to await instead. Null for a lock of the library's own, or of the framework under a call of the
    /// library's: those are held for moments, and when the system stops a thread that holds one, no user could do anything about it.
    /// </summary>
    /// <param name="stack">Of the wait, taken inside it.</param>
    public static string? Describe(StackTrace stack)
    {
        // The last frame of the framework is what was called, the first other one is who called it.
        var called = "a wait";
        var isForLock = false;
        foreach (var frame in stack.GetFrames())
        {
            var method = DiagnosticMethodInfo.Create(frame);
            var type = method?.DeclaringTypeName ?? "";
            if (method?.DeclaringAssemblyName == typeof(BlockingWait).Assembly.GetName().FullName || type.StartsWith("System.", StringComparison.Ordinal))
            {
                isForLock |= method!.Name.Contains("Enter", StringComparison.Ordinal);
                called = $"{type[(type.LastIndexOf('.') + 1)..].Replace("`1", "", StringComparison.Ordinal)}.{PublicName(method!.Name)}";
                continue;
            }

            if (isForLock && IsLibrarys(frame, method))
            {
                return null;
            }

            var place = frame.GetFileName() is { } file ? FaultReport.Site(file, frame.GetFileLineNumber()) : $"{type}.{method?.Name}";
            return $"{place} by {called}; {Advice(called)}";
        }

        return $"an unknown place by {called}; {Advice(called)}";
    }

    // The frame of a method that waits may come without its file.
    private static bool IsLibrarys(StackFrame frame, DiagnosticMethodInfo? method) => frame.GetFileName() is { } file
        ? LibraryCode.Has(file)
        : method?.DeclaringAssemblyName.StartsWith("AsyncTick.", StringComparison.Ordinal) == true;

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
