using System.Diagnostics;

namespace AsyncTick.Net.Tests;

/// <summary>What this process holds of the operating system: to see that nothing is left behind.</summary>
public readonly record struct Footprint(int Sockets, int ForeignThreads, long Timers)
{
    public static Footprint Take() => new(CountSockets(), CountForeignThreads(), Timer.ActiveCount);

    /// <summary>Waits, with a limit, until no more is held than before; fails with what is too much.</summary>
    public void AssertRestored(double limitSeconds = 20)
    {
        var started = Stopwatch.GetTimestamp();
        Footprint now;
        do
        {
            now = Take();
            if (now.Sockets <= Sockets && now.ForeignThreads <= ForeignThreads && now.Timers <= Timers)
            {
                return;
            }

            Thread.Sleep(10);
        }
        while (Stopwatch.GetElapsedTime(started).TotalSeconds < limitSeconds);

        Assert.Fail($"left behind: before {this}, now {now}; threads: {string.Join(", ", ThreadNames())}");
    }

    private static int CountSockets()
    {
        var sockets = 0;
        foreach (var descriptor in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            try
            {
                if (File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true)
                {
                    sockets++;
                }
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return sockets;
    }

    // The runtime's own threads (pool, socket engine, timers) come and go as they please and stay for reuse.
    private static int CountForeignThreads() => ThreadNames().Count(name => !name.StartsWith(".NET", StringComparison.Ordinal) && name != "dotnet" && name != "testhost");

    private static List<string> ThreadNames()
    {
        var names = new List<string>();
        foreach (var task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            try
            {
                names.Add(File.ReadAllText(Path.Combine(task, "comm")).Trim());
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }

        return names;
    }
}
