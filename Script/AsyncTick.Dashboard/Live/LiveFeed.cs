using System.Diagnostics;
using System.Text.Json;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>
/// Sends the pages what happens. While there is none, nothing runs: the first page to open starts the probe on the loop and the sending on the thread
/// pool, the last to close ends both.
/// </summary>
[DebuggerDisplay("{_pages.Count} pages")]
internal sealed class LiveFeed(ScriptHost scripts, LogTail log, FaultLog faults, DashboardOptions options, Func<LoopProbe, Action> startProbe)
{
    private const int PollMilliseconds = 40;
    private const double SilenceSeconds = 1;

    private readonly Lock _gate = new();
    private readonly List<Page> _pages = [];
    private Session? _session;

    private sealed class Page(HttpConnection connection)
    {
        public HttpConnection Connection { get; } = connection;

        public CancellationTokenSource End { get; } = new();

        public bool IsUpToDate { get; set; }

        public long LogNumber { get; set; }

        public long FaultVersion { get; set; }
    }

    private sealed class Session(LoopProbe probe)
    {
        public LoopProbe Probe { get; } = probe;

        public Action? EndProbe { get; set; }

        public bool HasEnded { get; set; }
    }

    /// <summary>Serves one page until it closes.</summary>
    public async Task ServeAsync(HttpConnection connection, CancellationToken cancellation)
    {
        var page = new Page(connection);
        Enter(page);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, page.End.Token);
            await connection.WaitForEndAsync(either.Token).ConfigureAwait(false);
        }
        finally
        {
            Leave(page);
        }
    }

    private void Enter(Page page)
    {
        lock (_gate)
        {
            _pages.Add(page);
            if (_session is null)
            {
                var session = new Session(new LoopProbe(scripts, options.UpdateSeconds, options.UpdateBudgetSeconds, options.FirstLookSeconds));
                _session = session;
                session.EndProbe = startProbe(session.Probe);
                _ = Task.Run(() => SendAsync(session));
            }
        }
    }

    private void Leave(Page page)
    {
        lock (_gate)
        {
            _pages.Remove(page);
            if (_pages.Count == 0 && _session is { } session)
            {
                _session = null;
                session.HasEnded = true;
                session.EndProbe?.Invoke();
            }
        }
    }

    private async Task SendAsync(Session session)
    {
        var table = new LiveTable();
        using var writer = new UpdateWriter();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(PollMilliseconds));
        var heard = Stopwatch.GetTimestamp();
        var sent = heard;
        while (!session.HasEnded && await timer.WaitForNextTickAsync().ConfigureAwait(false))
        {
            Page[] pages;
            lock (_gate)
            {
                // Those there are now may be the next session's.
                if (session.HasEnded)
                {
                    return;
                }

                pages = [.. _pages];
            }

            var update = session.Probe.Take();
            if (update is not null)
            {
                table.Apply(update);
                heard = Stopwatch.GetTimestamp();
            }

            var silence = Stopwatch.GetElapsedTime(heard).TotalSeconds;
            if (update is null && (silence < SilenceSeconds || Stopwatch.GetElapsedTime(sent).TotalSeconds < SilenceSeconds))
            {
                continue;
            }

            sent = Stopwatch.GetTimestamp();
            await SendAsync(pages, table, update, update is null ? silence : 0, writer).ConfigureAwait(false);
            if (update is not null)
            {
                table.ClearChanges();
                session.Probe.Return(update);
            }
        }
    }

    // A page that opens while the loop stands still gets what there is. Pages that are at the same point of log and faults get the same bytes; the others are rare and written one by one.
    private async Task SendAsync(Page[] pages, LiveTable table, LoopUpdate? update, double silence, UpdateWriter writer)
    {
        foreach (var group in pages.GroupBy(static page => (page.IsUpToDate, page.LogNumber, page.FaultVersion)))
        {
            var (isUpToDate, logNumber, faultVersion) = group.Key;
            void WriteTail(Utf8JsonWriter json)
            {
                logNumber = WriteLog(json, logNumber);
                faultVersion = WriteFaults(json, faultVersion);
            }

            var bytes = isUpToDate
                ? writer.Delta(table, update, silence, WriteTail)
                : writer.Full(table, update, scripts.Loop.Name, scripts.Loop.Options.BudgetSeconds, silence, WriteTail);
            await Task.WhenAll(group.Select(page => SendAsync(page, bytes))).ConfigureAwait(false);
            foreach (var page in group)
            {
                page.IsUpToDate = true;
                page.LogNumber = logNumber;
                page.FaultVersion = faultVersion;
            }
        }
    }

    // A page that does not take its update in time is let go; when it is awake again it connects anew and gets everything.
    private static async Task SendAsync(Page page, ReadOnlyMemory<byte> bytes)
    {
        if (!await page.Connection.WriteAsync(bytes, page.End.Token).ConfigureAwait(false))
        {
            await page.End.CancelAsync().ConfigureAwait(false);
        }
    }

    private long WriteLog(Utf8JsonWriter json, long number)
    {
        if (log.LastNumber == number)
        {
            return number;
        }

        var lines = new List<LogLine>();
        number = log.ReadAfter(number, lines);
        json.WriteStartArray("log"u8);
        foreach (var line in lines)
        {
            json.WriteStartArray();
            json.WriteNumberValue(line.Number);
            json.WriteNumberValue(line.Time.ToUnixTimeMilliseconds());
            json.WriteNumberValue((int)line.Verbosity);
            json.WriteStringValue(UpdateWriter.Whole(line.Message));
            json.WriteEndArray();
        }

        json.WriteEndArray();
        return number;
    }

    private long WriteFaults(Utf8JsonWriter json, long version)
    {
        json.WriteStartArray("newFaults"u8);
        version = faults.ReadGroupsAfter(version, fault =>
        {
            json.WriteStartObject();
            json.WriteNumber("number"u8, fault.Number);
            json.WriteNumber("task"u8, fault.TaskId);
            json.WriteString("name"u8, UpdateWriter.Whole(fault.TaskName));
            json.WriteString("scope"u8, UpdateWriter.Whole(fault.ScopePath));
            json.WriteString("type"u8, fault.Type);
            json.WriteString("message"u8, UpdateWriter.Whole(fault.Message));
            json.WriteString("stack"u8, UpdateWriter.Whole(fault.Stack));
            json.WriteNumber("count"u8, fault.Count);
            json.WriteNumber("last"u8, fault.LastAt.ToUnixTimeMilliseconds());
            json.WriteEndObject();
        });
        json.WriteEndArray();
        return version;
    }
}
