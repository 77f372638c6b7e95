using System.Buffers;
using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// What a loop's <see cref="GameLoop.Recorder"/> held at one moment: which frames there were, whose code ran in them, from which line and woken by what.
/// Immutable; any thread but for <see cref="Take"/>. Taking one costs the loop's thread a copy of the ring, about 0.1 ms; the rest is done when it is asked for.
/// </summary>
[DebuggerDisplay("{LoopName}, {Events.Count} events")]
public sealed class LoopRecording
{
    private readonly List<(int Id, string? Name, string Expression)> _living;
    private readonly Lazy<List<RecordedEvent>> _events;
    private readonly Lazy<Dictionary<int, string>> _names;

    private LoopRecording(GameLoop loop, double seconds, int entries)
    {
        LoopName = loop.Name;
        IsOff = !loop.Recorder.IsOn;
        Now = loop.Meter.ToSeconds(loop.Options.Stopwatch.GetTimestamp());
        _living = loop.Tasks.Records.Names();
        var copy = loop.Recorder.Copy(entries);
        var meter = loop.Meter;
        var now = loop.IsBusy ? Now : double.NaN;
        _events = new(() => RecordingDecoder.Decode(copy, meter.ToSeconds(1), now, Now - seconds));
        _names = new(FindNames);
    }

    /// <summary>The loop's name.</summary>
    public string LoopName { get; }

    /// <summary>Whether the recorder was off, so that there is nothing in it.</summary>
    internal bool IsOff { get; }

    /// <summary>When it was taken, in seconds of the loop's stopwatch, as the times of the events.</summary>
    public double Now { get; }

    /// <summary>What happened, in order; frames and steps where they began.</summary>
    public IReadOnlyList<RecordedEvent> Events => _events.Value;

    /// <summary>Takes what a loop has recorded. Loop thread.</summary>
    /// <param name="loop">Whose.</param>
    /// <param name="seconds">How far back; what the ring has forgotten by then is missing.</param>
    /// <param name="entries">How many entries of the ring at most: the latest. It bounds the copy, which takes about 1 ms for a million.</param>
    /// <exception cref="InvalidOperationException">Called on another thread.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="entries"/> is negative.</exception>
    public static LoopRecording Take(GameLoop loop, double seconds = double.PositiveInfinity, int entries = FlightRecorder.LargestSize)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentOutOfRangeException.ThrowIfNegative(entries);
        loop.VerifyThread();
        return new LoopRecording(loop, seconds, entries);
    }

    /// <summary>The name of a task of which something is recorded, as lists show it; empty when it is not known any more, and for id 0.</summary>
    public string NameOf(int taskId) => _names.Value.GetValueOrDefault(taskId, "");

    /// <summary>
    /// Writes everything in the trace event format, which Perfetto (ui.perfetto.dev), Chrome and Edge (about:tracing) and Speedscope open: a row of frames, one per
    /// task with its steps, one of collections; what woke a step is an arrow.
    /// </summary>
    public void WriteTrace(IBufferWriter<byte> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        ChromeTrace.Write(this, into);
    }

    /// <summary>What a task did last, as text, latest first: its steps with their lines and wakers, and how it began and ended. Null when nothing is recorded of it.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="most">How many lines.</param>
    public string? Why(int taskId, int most = 20)
    {
        var trail = new TaskTrail(Events, NameOf, Now);
        var lines = trail.Write(taskId, most, "  ");
        return lines.Length == 0 ? null : $"Task {trail.Who(taskId)}, latest first:{lines}";
    }

    private Dictionary<int, string> FindNames()
    {
        var names = new Dictionary<int, string>(_living.Count);
        foreach (var each in Events)
        {
            if (each.Kind == RecordedKind.End && each.Text.Length > 0)
            {
                names[each.TaskId] = each.Text;
            }
        }

        foreach (var (id, name, expression) in _living)
        {
            names[id] = name ?? TaskName.FromExpression(expression);
        }

        return names;
    }
}
