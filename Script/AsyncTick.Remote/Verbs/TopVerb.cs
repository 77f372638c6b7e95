using System.Text.Json;
using AsyncTick.Remote.Protocol;
using AsyncTick.Scripting;

namespace AsyncTick.Remote.Verbs;

/// <summary>
/// A live view of the tasks by the time they use. The loop's part is a <see cref="LoopProbe"/>, which copies what has changed and allocates nothing; sorting and
/// wording happen here. Any thread.
/// </summary>
internal sealed class TopVerb(LoopCalls calls, ScriptHost scripts)
{
    private const double MostSeconds = 3600;
    private const int MostRows = 10_000;

    // As the dashboard's.
    private const double BudgetSeconds = 0.000100;

    /// <summary>Sends an update every so often until the request is canceled.</summary>
    public async Task FollowAsync(RemoteRequest request)
    {
        var seconds = Math.Max(0.1, request.Number("seconds", MostSeconds) ?? 1);
        var rows = (int)(request.Number("rows", MostRows) ?? 30);
        var probe = new LoopProbe(scripts, seconds, BudgetSeconds, BudgetSeconds);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.Canceled);
        var sending = SendAsync(request, probe, seconds, rows, ended.Token);
        try
        {
            await calls.RunAsync(request, probe.RunAsync).ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
        }
    }

    private async Task SendAsync(RemoteRequest request, LoopProbe probe, double seconds, int rows, CancellationToken ended)
    {
        var table = new TopTable();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Math.Min(seconds, 0.25)));
        var silence = 0.0;
        try
        {
            while (await timer.WaitForNextTickAsync(ended).ConfigureAwait(false))
            {
                if (probe.Take() is { } update)
                {
                    silence = 0;
                    table.Apply(update.Tasks);
                    request.Reply("top", writer => Write(writer, table, update, rows));
                    probe.Return(update);
                }
                else if ((silence += timer.Period.TotalSeconds) >= 2 * seconds && LoopDiagnostics.WhoHolds(calls.Loop) is { Seconds: > 0.25 } hold)
                {
                    silence = 0;
                    request.Reply("top", writer => WriteHold(writer, hold));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The request is over.
        }
    }

    private static void Write(Utf8JsonWriter writer, TopTable table, LoopUpdate update, int rows)
    {
        var seconds = Math.Max(update.Elapsed, 1e-6);
        writer.WriteStartObject();
        writer.WriteString("state"u8, "ok");
        writer.WriteNumber("frame"u8, update.Stats.Frames);
        writer.WriteNumber("framesPerSecond"u8, update.Frames / seconds);
        writer.WriteNumber("stepsPerSecond"u8, update.Steps / seconds);
        writer.WriteNumber("pumpMeanSeconds"u8, update.PumpMean);
        writer.WriteNumber("pumpMaxSeconds"u8, update.PumpMax);
        writer.WriteNumber("backlogMax"u8, update.BacklogMax);
        writer.WriteNumber("taskCount"u8, update.Stats.Tasks);
        writer.WriteNumber("faults"u8, update.Stats.Faults);
        writer.WriteNumber("slowSteps"u8, update.Stats.SlowSteps);
        table.Write(writer, rows, seconds, update.Now);
        writer.WriteEndObject();
    }

    private static void WriteHold(Utf8JsonWriter writer, ThreadHold hold)
    {
        writer.WriteStartObject();
        writer.WriteString("state"u8, "blocked");
        writer.WriteString("text"u8, hold.Description);
        writer.WriteNumber("seconds"u8, hold.Seconds);
        writer.WriteEndObject();
    }
}
