using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace AsyncTick.Dashboard;

/// <summary>What a watcher outside asks for: whether the loop's thread is held, and its counts in the text format of Prometheus. Never waits for that thread. Any thread.</summary>
[DebuggerDisplay("{loop.Name}")]
internal sealed class Vitals(GameLoop loop)
{
    // Shorter holds are slow steps, of which the log tells.
    private const double HeldSeconds = 2;

    /// <summary>200, or 503 while one step has held the thread for some seconds. Says nothing that would want the token.</summary>
    public HttpResponse Health() => LoopDiagnostics.WhoHolds(loop) is { Seconds: >= HeldSeconds } hold
        ? HttpResponse.Text(503, string.Create(CultureInfo.InvariantCulture, $"blocked for {hold.Seconds:0.0} s"))
        : HttpResponse.Text(200, "ok");

    /// <summary>The counts.</summary>
    public HttpResponse Metrics()
    {
        var stats = loop.Stats;
        var text = new StringBuilder();
        var name = loop.Name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ");
        Add("frames_total", "counter", "Frames pumped.", stats.Frames);
        Add("steps_total", "counter", "Steps of tasks.", stats.Steps);
        Add("tasks", "gauge", "Tasks that have not ended.", stats.Tasks);
        Add("tasks_ended_total", "counter", "Tasks that have ended.", stats.EndedTasks);
        Add("faults_total", "counter", "Exceptions that were not awaited.", stats.Faults);
        Add("slow_steps_total", "counter", "Steps over the limit.", stats.SlowSteps);
        Add("over_budget_frames_total", "counter", "Frames that left work over.", stats.OverBudgetFrames);
        Add("backlog", "gauge", "Work that the last frame left over.", stats.Backlog);
        Add("pump_last_seconds", "gauge", "How long the last frame with work took.", stats.LastPumpSeconds);
        Add("pump_longest_seconds", "gauge", "How long the longest frame took.", stats.LongestPumpSeconds);
        Add("thread_held_seconds", "gauge", "How long the step that runs has held the thread.", LoopDiagnostics.WhoHolds(loop)?.Seconds ?? 0);
        Add("managed_bytes", "gauge", "Managed memory of the process.", GC.GetTotalMemory(forceFullCollection: false));
        return new HttpResponse(200, "text/plain; version=0.0.4; charset=utf-8", Encoding.UTF8.GetBytes(text.ToString()));

        void Add(string metric, string type, string help, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP asynctick_{metric} {help}\n# TYPE asynctick_{metric} {type}\nasynctick_{metric}{{loop=\"{name}\"}} {value:R}\n");
    }
}
