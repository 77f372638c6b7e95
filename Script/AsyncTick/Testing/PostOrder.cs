using System.Diagnostics;
using System.Globalization;

namespace AsyncTick.Testing;

/// <summary>
/// In which order a loop took the posts of other threads: the one thing in which two runs of the same program on a <see cref="TestLoop"/> can differ.
/// <see cref="TestLoop.Posts"/> tells it, <see cref="TestLoop.Repeat"/> takes it; as text it can be kept in a file. Immutable; any thread.
/// </summary>
[DebuggerDisplay("{Count} posts")]
public sealed class PostOrder
{
    internal PostOrder(IReadOnlyList<PostEntry> entries) => Entries = entries;

    /// <summary>How many posts there were.</summary>
    public int Count => Entries.Count;

    internal IReadOnlyList<PostEntry> Entries { get; }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">A line is not a post.</exception>
    public static PostOrder Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new PostOrder([.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseLine)]);
    }

    /// <summary>A line for each: the frame, the steps that had run in it, the task, and the code that was posted.</summary>
    public override string ToString() =>
        string.Join('\n', Entries.Select(static each => string.Create(CultureInfo.InvariantCulture, $"frame {each.Frame} after {each.Steps} steps: #{each.Task} {each.Code}")));

    private static PostEntry ParseLine(string line)
    {
        var words = line.Split(' ', 7);
        return words is ["frame", var frame, "after", var steps, "steps:", ['#', .. var task], var code]
            && long.TryParse(frame, CultureInfo.InvariantCulture, out var frameNumber)
            && long.TryParse(steps, CultureInfo.InvariantCulture, out var stepCount)
            && int.TryParse(task, CultureInfo.InvariantCulture, out var taskId)
                ? new PostEntry(frameNumber, stepCount, taskId, code)
                : throw new FormatException($"'{line}' is no line of a post order, as 'frame 3 after 0 steps: #7 Loader.LoadAsync' is.");
    }
}
