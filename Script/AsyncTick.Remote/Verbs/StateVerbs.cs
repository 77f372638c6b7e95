using System.Diagnostics;
using System.Text.Json;
using AsyncTick.Remote.Protocol;
using AsyncTick.Scripting;

namespace AsyncTick.Remote.Verbs;

/// <summary>The verbs that look at the loop, and answer also when its thread is held: without it then. Any thread.</summary>
internal sealed class StateVerbs(LoopCalls calls, RemoteOptions options, int managedThreadId)
{
    // A step that has run this long is what a user would call a hang.
    private const double HeldSeconds = 0.25;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(25);

    private GameLoop Loop => calls.Loop;

    public IEnumerable<KeyValuePair<string, Func<RemoteRequest, Task>>> All =>
    [
        new("status", StatusAsync),
        new("who-blocks", WhoBlocksAsync),
        new("line", LineAsync),
        new("tasks", request => AnswerAsync(request, "tasks", () => TaskTable.ToJson(Loop.Tasks.Snapshot()), () => TaskTable.ToJson(LoopDiagnostics.PeekTasks(Loop)))),
        new("dump", request => AnswerAsync(request, "dump", () => LoopDiagnostics.ToJson(Loop), () => LoopDiagnostics.PeekJson(Loop))),
    ];

    private async Task StatusAsync(RemoteRequest request)
    {
        var answer = await TryAskAsync(() => 0, request.Canceled).ConfigureAwait(false);
        var stats = Loop.Stats;
        request.Complete(writer =>
        {
            writer.WriteString("state"u8, answer.State);
            writer.WriteNumber("answerSeconds"u8, answer.Seconds);
            writer.WriteNumber("frames"u8, stats.Frames);
            writer.WriteNumber("tasks"u8, stats.Tasks);
            writer.WriteNumber("faults"u8, stats.Faults);
            writer.WriteNumber("slowSteps"u8, stats.SlowSteps);
            writer.WriteNumber("lastPumpSeconds"u8, stats.LastPumpSeconds);
            writer.WriteNumber("longestPumpSeconds"u8, stats.LongestPumpSeconds);
            WriteHold(writer, answer.Hold);
        });
    }

    private async Task WhoBlocksAsync(RemoteRequest request)
    {
        var answer = await TryAskAsync(() => 0, request.Canceled).ConfigureAwait(false);
        request.Complete(writer =>
        {
            writer.WriteString("state"u8, answer.State);
            writer.WriteNumber("answerSeconds"u8, answer.Seconds);
            writer.WriteNumber("thread"u8, managedThreadId);
            writer.WriteNumber("nestedPumps"u8, Loop.Stats.RefusedPumps);
            WriteHold(writer, answer.Hold);
        });
    }

    // For the tool, which sees the stack from outside and not the symbols, which are in memory.
    private static Task LineAsync(RemoteRequest request)
    {
        var (method, offset) = (request.Number("method", int.MaxValue) ?? 0, request.Number("offset", int.MaxValue) ?? 0);
        var found = ScriptLines.Find(request.Required("assembly"), (int)method, (int)offset);
        request.Complete(writer =>
        {
            if (found is var (file, line))
            {
                writer.WriteString("file"u8, file);
                writer.WriteNumber("line"u8, line);
            }
        });
        return Task.CompletedTask;
    }

    private async Task AnswerAsync(RemoteRequest request, string name, Func<string> byLoop, Func<string> fromOutside)
    {
        var answer = await TryAskAsync(byLoop, request.Canceled).ConfigureAwait(false);
        request.Complete(writer =>
        {
            writer.WriteString("state"u8, answer.State);
            WriteHold(writer, answer.Hold);
            writer.WritePropertyName(name);
            writer.WriteRawValue(answer.Value ?? fromOutside());
        });
    }

    // Asks the loop, and stops waiting as soon as it is seen that its thread is held.
    private async Task<Answer<T>> TryAskAsync<T>(Func<T> question, CancellationToken canceled)
    {
        var begun = Stopwatch.GetTimestamp();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(canceled);
        var asked = calls.AskAsync(question, patience.Token);
        while (true)
        {
            if (await Task.WhenAny(asked, Task.Delay(Look, canceled)).ConfigureAwait(false) == asked)
            {
                var value = await asked.ConfigureAwait(false);
                return new("ok", Stopwatch.GetElapsedTime(begun).TotalSeconds, value, null);
            }

            canceled.ThrowIfCancellationRequested();
            var hold = LoopDiagnostics.WhoHolds(Loop);
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            if (Math.Max(hold?.Seconds ?? 0, hold is null ? 0 : seconds) >= HeldSeconds || seconds >= options.AnswerSeconds)
            {
                await patience.CancelAsync().ConfigureAwait(false);
                _ = asked.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return new(hold is null ? "not-pumped" : "blocked", seconds, default, hold);
            }
        }
    }

    private static void WriteHold(Utf8JsonWriter writer, ThreadHold? hold)
    {
        if (hold is null)
        {
            return;
        }

        writer.WriteStartObject("heldBy"u8);
        writer.WriteNumber("task"u8, hold.TaskId);
        writer.WriteString("name"u8, hold.TaskName);
        writer.WriteString("scope"u8, hold.ScopePath);
        writer.WriteNumber("seconds"u8, hold.Seconds);
        writer.WriteString("file"u8, hold.File);
        writer.WriteNumber("line"u8, hold.Line);
        writer.WriteString("blockedAt"u8, hold.BlockedAt);
        writer.WriteString("text"u8, hold.Description);
        writer.WriteEndObject();
    }

    /// <summary>What came of a question.</summary>
    /// <param name="State"><c>ok</c>; <c>blocked</c>, a step holds the thread; <c>not-pumped</c>, no step does and no frame has come all the same.</param>
    /// <param name="Seconds">How long it took, or how long it was waited for.</param>
    /// <param name="Value">The loop's answer when it is ok.</param>
    /// <param name="Hold">Who holds the thread when it is blocked.</param>
    private readonly record struct Answer<T>(string State, double Seconds, T? Value, ThreadHold? Hold);
}
