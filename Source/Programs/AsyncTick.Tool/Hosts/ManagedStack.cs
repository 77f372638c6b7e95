using Microsoft.Diagnostics.Runtime;

namespace AsyncTick.Tool.Hosts;

/// <summary>Reads the stack of a thread of another process, which stands still meanwhile.</summary>
internal static class ManagedStack
{
    private const int MostFrames = 100;

    /// <summary>The methods, innermost first.</summary>
    /// <param name="processId">The process.</param>
    /// <param name="managedThreadId">The thread, as .NET numbers it.</param>
    /// <exception cref="IOException">The system does not let this process look into that one.</exception>
    public static IReadOnlyList<string> Read(int processId, int managedThreadId)
    {
        try
        {
            using var target = DataTarget.AttachToProcess(processId, suspend: true);
            using var runtime = target.ClrVersions[0].CreateRuntime();
            var thread = runtime.Threads.FirstOrDefault(each => each.ManagedThreadId == managedThreadId);
            return thread is null ? [] : [.. thread.EnumerateStackTrace(includeContext: false, MostFrames).Where(frame => frame.Method is not null).Select(Describe)];
        }
        catch (Exception problem) when (problem is ClrDiagnosticsException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or FileNotFoundException)
        {
            throw new IOException($"The stack of process {processId} cannot be read: {problem.Message}", problem);
        }
    }

    private static string Describe(ClrStackFrame frame)
    {
        var method = frame.Method!;
        return $"{method.Type?.Name}.{method.Name}";
    }
}
