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
    public static IReadOnlyList<StackFrame> Read(int processId, int managedThreadId)
    {
        try
        {
            using var target = DataTarget.AttachToProcess(processId, suspend: true);
            var clr = target.ClrVersions[0];
            var access = Path.Combine(Path.GetDirectoryName(clr.ModuleInfo.FileName)!, OperatingSystem.IsWindows() ? "mscordaccore.dll" : OperatingSystem.IsMacOS() ? "libmscordaccore.dylib" : "libmscordaccore.so");
            using var runtime = File.Exists(access) ? clr.CreateRuntime(access, ignoreMismatch: true) : clr.CreateRuntime();
            var thread = runtime.Threads.FirstOrDefault(each => each.ManagedThreadId == managedThreadId);
            return thread is null ? [] : [.. thread.EnumerateStackTrace(includeContext: false, MostFrames).Where(frame => frame.Method is not null).Select(Describe)];
        }
        catch (Exception problem) when (problem is ClrDiagnosticsException or InvalidOperationException or ArgumentException or IndexOutOfRangeException or FileNotFoundException)
        {
            throw new IOException($"The stack of process {processId} cannot be read: {problem.Message}", problem);
        }
    }

    private static StackFrame Describe(ClrStackFrame frame, int depth)
    {
        var method = frame.Method!;

        // A frame further out will go on behind its call, which may be another line's.
        var place = depth == 0 ? frame.InstructionPointer : frame.InstructionPointer - 1;
        var module = method.Type.Module;
        return new StackFrame($"{method.Type.Name}.{method.Name}", module.AssemblyName is { } name ? Path.GetFileNameWithoutExtension(name) : "", method.MetadataToken, Math.Max(0, method.GetILOffset(place)));
    }
}
