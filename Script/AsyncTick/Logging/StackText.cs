namespace AsyncTick;

/// <summary>
/// Leaves out of a written stack what is below the code of a task: the loop that ran it, and the host that ran the loop. Those frames are the same in
/// every report, and which of them are there depends on what the runtime has inlined. Any thread.
/// </summary>
internal static class StackText
{
    private const string Frame = "   at ";
    private const string Library = Frame + nameof(AsyncTick) + ".";
    private const string Seam = "--- End of stack trace from previous location ---";

    // Where the code of tasks and callbacks is called from. A loop's other members are called by such code.
    private static readonly string[] Callers =
    [
        $"{Library}{nameof(GameLoop)}.Run",
        $"{Library}{nameof(GameLoop)}.Resume(",
        $"{Library}{nameof(TaskStart)}.{nameof(TaskStart.Start)}",
    ];

    // What is between the two.
    private static readonly string[] Between =
    [
        $"{Library}{nameof(GameLoop)}.<>c.",
        $"{Library}{nameof(FlowedPost)}.",
        $"{Library}{nameof(SendCall)}.",
        $"{Library}Scripting.",
        $"{Frame}System.Reflection.",
        $"{Frame}System.RuntimeMethodHandle.",
        $"{Frame}InvokeStub_",
        $"{Frame}System.Threading.ExecutionContext.",
        $"{Frame}System.Threading.Tasks.Task.<>c.<ThrowAsync>",
        Seam,
    ];

    /// <summary>The text of an exception without those frames. A stack that has no others keeps them.</summary>
    public static string WithoutLoop(string text)
    {
        if (!Callers.Any(caller => text.Contains(caller, StringComparison.Ordinal)))
        {
            return text;
        }

        List<string> kept = [];
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (!StartsWithAny(lines[i], Callers))
            {
                kept.Add(lines[i]);
                continue;
            }

            var end = i;
            while (end < lines.Length && IsFrame(lines[end]))
            {
                end++;
            }

            if (LastOfTask(kept) is { } last)
            {
                kept.RemoveRange(last + 1, kept.Count - last - 1);
            }
            else
            {
                kept.AddRange(lines[i..end]);
            }

            i = end - 1;
        }

        return string.Join('\n', kept);
    }

    private static int? LastOfTask(List<string> lines)
    {
        var last = lines.FindLastIndex(line => !StartsWithAny(line, Between));
        return last >= 0 && IsFrame(lines[last]) ? last : null;
    }

    private static bool IsFrame(string line) => line.StartsWith(Frame, StringComparison.Ordinal);

    private static bool StartsWithAny(string line, string[] beginnings) => Array.Exists(beginnings, beginning => line.StartsWith(beginning, StringComparison.Ordinal));
}
