using System.Globalization;
using System.Text;

namespace AsyncTick;

/// <summary>Words what a task did last: its steps with what woke it, and what else is recorded of it. Any thread.</summary>
/// <param name="events">What was recorded.</param>
/// <param name="nameOf">What a task is called; empty when that is not known.</param>
/// <param name="now">What ages are counted from, in seconds of the events' stopwatch.</param>
internal sealed class TaskTrail(IReadOnlyList<RecordedEvent> events, Func<int, string> nameOf, double now)
{
    /// <summary>The last events of a task, latest first, a line each; empty when nothing is recorded.</summary>
    public string Write(int taskId, int most, string indent)
    {
        var text = new StringBuilder();
        var left = most;
        for (var i = events.Count - 1; i >= 0 && left > 0; i--)
        {
            if (events[i].TaskId == taskId && events[i].Kind != RecordedKind.Frame && events[i].Kind != RecordedKind.Collection)
            {
                left--;
                text.Append('\n').Append(indent).Append(CultureInfo.InvariantCulture, $"frame {events[i].Frame}, {DurationText.Of(Math.Max(0, now - events[i].Begin))} ago: ").Append(Words(events[i]));
            }
        }

        return text.ToString();
    }

    /// <summary><c>'Patrol' (#7)</c>.</summary>
    public string Who(int taskId) => taskId == 0 ? "a callback" : nameOf(taskId) is { Length: > 0 } name ? $"'{name}' (#{taskId})" : $"#{taskId}";

    private string Words(in RecordedEvent each) => each.Kind switch
    {
        RecordedKind.Step => $"{Length(each)}{From(each)}, {Waker(each)}",
        RecordedKind.Start => $"was started at {FaultReport.Site(each.File, each.Line)}{(each.WakerId == 0 ? "" : $" by {Who(each.WakerId)}")}",
        RecordedKind.End => $"ended: {each.State}",
        RecordedKind.Fault => $"failed: {each.Text}",
        RecordedKind.Cancel => $"was asked to end ({each.Reason}){(each.WakerId == 0 ? "" : $" by {Who(each.WakerId)}")}",
        RecordedKind.Post => $"got a post from thread {each.WakerId}",
        _ => each.Text,
    };

    private static string Length(in RecordedEvent step) =>
        step.Text.Length > 0 ? $"ran as {step.Text}" : step.Sharers > 1 ? $"ran for about {DurationText.Of(step.Seconds)}" : $"ran for {DurationText.Of(step.Seconds)}";

    private static string From(in RecordedEvent step) =>
        step.WakerKind == WakerKind.Start ? " in its first step" : step.Line == 0 || step.File.Length == 0 ? "" : $" from the wait at {FaultReport.Site(step.File, step.Line)}";

    private string Waker(in RecordedEvent step) => step.WakerKind switch
    {
        WakerKind.Frame => "woken by the frame",
        WakerKind.Task => $"woken by {Who(step.WakerId)}{WakerSite(step)}",
        WakerKind.Clock => "woken by a clock",
        WakerKind.Post => $"woken by a post from thread {step.WakerId}",
        WakerKind.Cancel => step.WakerId == 0 ? "woken by its cancellation" : $"woken by its cancellation, which {Who(step.WakerId)} asked for",
        WakerKind.Host => "woken by the host between frames",
        WakerKind.Start => step.WakerId == 0 ? "started by the host" : $"started by {Who(step.WakerId)}",
        _ => "woken by what is forgotten",
    };

    private string WakerSite(in RecordedEvent step) => step.WakerEvent >= 0 && From(events[step.WakerEvent]) is { Length: > 0 } from ? $" in its step{from}" : "";
}
