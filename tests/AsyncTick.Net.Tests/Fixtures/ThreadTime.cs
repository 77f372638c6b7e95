using System.Runtime.InteropServices;

namespace AsyncTick.Net.Tests;

/// <summary>Processor time of the calling thread: what it did itself, without what other programs and threads took from it.</summary>
public static unsafe partial class ThreadTime
{
    private const int ThreadCpuTime = 3;

    public static double Seconds
    {
        get
        {
            var time = stackalloc long[2];
            _ = GetTime(ThreadCpuTime, time);
            return time[0] + (time[1] * 1e-9);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
