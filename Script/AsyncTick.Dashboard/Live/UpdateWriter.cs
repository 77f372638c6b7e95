using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>Words updates for the pages: server-sent events with compact JSON, arrays in place of objects where there are many. Its buffer is reused.</summary>
[DebuggerDisplay("{_buffer.WrittenCount} bytes")]
internal sealed class UpdateWriter : IDisposable
{
    private const int OwnScope = 1;
    private const int PausedScope = 2;

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly Utf8JsonWriter _json;

    public UpdateWriter() => _json = new Utf8JsonWriter(_buffer);

    /// <summary>Everything, for a page that has just opened.</summary>
    public ReadOnlyMemory<byte> Full(LiveTable table, LoopUpdate? update, string loopName, double budgetSeconds, double silentSeconds, Action<Utf8JsonWriter> writeTail)
    {
        Begin("full"u8);
        _json.WriteString("loop"u8, loopName);
        _json.WriteNumber("budget"u8, Micro(budgetSeconds));
        WriteSilence(silentSeconds);
        EnumWords.Write(_json);
        WriteSites(table, 0);
        WriteScopes(table.Scopes.All);
        WriteAdded(table, table.Slots);
        WriteChanged(table, table.Slots);
        WriteScripts(table);
        WriteMeasures(table, update);
        writeTail(_json);
        return End();
    }

    /// <summary>What has changed.</summary>
    public ReadOnlyMemory<byte> Delta(LiveTable table, LoopUpdate? update, double silentSeconds, Action<Utf8JsonWriter> writeTail)
    {
        Begin("delta"u8);
        WriteSilence(silentSeconds);
        if (update is not null)
        {
            WriteSites(table, table.KnownSites, ahead: table.Changed);
            WriteNumbers("goneScopes"u8, table.Scopes.Gone);
            WriteScopes(table.Scopes.News);
            WriteNumbers("gone"u8, table.Gone);
            WriteAdded(table, table.Added);
            WriteChanged(table, table.Changed);
            if (table.ScriptsChanged)
            {
                WriteScripts(table);
            }

            WriteMeasures(table, update);
        }

        writeTail(_json);
        return End();
    }

    public void Dispose() => _json.Dispose();

    private void Begin(ReadOnlySpan<byte> name)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write("event: "u8);
        _buffer.Write(name);
        _buffer.Write("\ndata: "u8);
        _json.Reset();
        _json.WriteStartObject();
    }

    private ReadOnlyMemory<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Write("\n\n"u8);
        return _buffer.WrittenMemory;
    }

    private void WriteSilence(double seconds)
    {
        if (seconds > 0)
        {
            _json.WriteNumber("silent"u8, Math.Round(seconds, 1));
        }
    }

    private void WriteMeasures(LiveTable table, LoopUpdate? update)
    {
        if (update is null)
        {
            return;
        }

        var stats = update.Stats;
        _json.WriteNumber("now"u8, Math.Round(update.Now, 4));
        _json.WriteStartArray("clocks"u8);
        foreach (var clock in table.Clocks)
        {
            _json.WriteNumberValue(Math.Round(clock?.Now ?? 0, 3));
        }

        _json.WriteEndArray();
        _json.WriteStartObject("stats"u8);
        _json.WriteNumber("tasks"u8, stats.Tasks);
        _json.WriteNumber("ended"u8, stats.EndedTasks);
        _json.WriteNumber("faults"u8, stats.Faults);
        _json.WriteNumber("slow"u8, stats.SlowSteps);
        _json.WriteNumber("frame"u8, stats.Frames);
        _json.WriteNumber("over"u8, stats.OverBudgetFrames);
        _json.WriteNumber("frameRate"u8, Rate(update.Frames, update.Elapsed));
        _json.WriteNumber("stepRate"u8, Rate(update.Steps, update.Elapsed));
        _json.WriteNumber("pumpMax"u8, Micro(update.PumpMax));
        _json.WriteNumber("pumpMean"u8, Micro(update.PumpMean));
        _json.WriteNumber("pumpLongest"u8, Micro(stats.LongestPumpSeconds));
        _json.WriteNumber("backlog"u8, update.BacklogMax);
        _json.WriteNumber("longestBacklog"u8, stats.LongestBacklog);
        _json.WriteEndObject();
    }

    private void WriteSites(LiveTable table, int known, List<int>? ahead = null)
    {
        // Numbers are given where a row is worded; those of this update are worded after this, so they are given first.
        foreach (var slot in ahead ?? table.Slots)
        {
            ref readonly var row = ref table.Row(slot);
            if (row.Id != 0)
            {
                table.SiteOf(row.StartFile, row.StartLine);
                table.SiteOf(row.WaitFile, row.WaitLine);
                table.ClockOf(row.WaitClock);
            }
        }

        _json.WriteNumber("firstSite"u8, known);
        _json.WriteStartArray("sites"u8);
        for (var i = known; i < table.Sites.Count; i++)
        {
            _json.WriteStringValue($"{table.Sites[i].File}:{table.Sites[i].Line}");
        }

        _json.WriteEndArray();
    }

    private void WriteScopes(IEnumerable<ScopeTree.Entry> scopes)
    {
        _json.WriteStartArray("scopes"u8);
        foreach (var entry in scopes)
        {
            _json.WriteStartArray();
            _json.WriteNumberValue(entry.Scope.Id);
            _json.WriteNumberValue(entry.Scope.Parent?.Id ?? 0);
            WriteText(entry.Scope.Name);
            _json.WriteNumberValue((int)entry.Scope.CancelReason);
            _json.WriteNumberValue((entry.IsOwn ? OwnScope : 0) | (entry.IsPaused ? PausedScope : 0));
            _json.WriteEndArray();
        }

        _json.WriteEndArray();
    }

    private void WriteAdded(LiveTable table, IEnumerable<int> slots)
    {
        _json.WriteStartArray("add"u8);
        foreach (var slot in slots)
        {
            ref readonly var row = ref table.Row(slot);
            if (row.Id != 0)
            {
                _json.WriteStartArray();
                _json.WriteNumberValue(row.Id);
                _json.WriteNumberValue(row.ParentId);
                _json.WriteNumberValue(row.Scope!.Id);
                WriteText(row.Name);
                _json.WriteNumberValue(table.SiteOf(row.StartFile, row.StartLine));
                _json.WriteNumberValue(Math.Round(row.StartedAt, 3));
                _json.WriteEndArray();
            }
        }

        _json.WriteEndArray();
    }

    private void WriteChanged(LiveTable table, IEnumerable<int> slots)
    {
        _json.WriteStartArray("set"u8);
        foreach (var slot in slots)
        {
            ref readonly var row = ref table.Row(slot);
            if (row.Id != 0)
            {
                WriteChanged(table, in row);
            }
        }

        _json.WriteEndArray();
    }

    private void WriteChanged(LiveTable table, in TaskSample row)
    {
        _json.WriteStartArray();
        _json.WriteNumberValue(row.Id);
        _json.WriteNumberValue((int)row.State);
        _json.WriteNumberValue((int)row.CancelReason);
        _json.WriteNumberValue(row.Resumes);
        _json.WriteNumberValue(Micro(row.UsedSeconds));
        _json.WriteNumberValue(Micro(row.LongestSeconds));
        _json.WriteNumberValue((int)row.WaitKind);
        _json.WriteNumberValue(table.SiteOf(row.WaitFile, row.WaitLine));
        _json.WriteNumberValue(Math.Round(row.WaitSince, 3));
        _json.WriteNumberValue(double.IsFinite(row.WaitUntil) ? Math.Round(row.WaitUntil, 3) : -1);
        _json.WriteNumberValue(table.ClockOf(row.WaitClock));
        _json.WriteNumberValue(row.WaitTaskId);
        if (row.WaitDetail is not null || row.Status is not null || row.LastFault is not null)
        {
            WriteText(row.WaitDetail ?? "");
            WriteText(row.Status ?? "");
            WriteText(row.LastFault ?? "");
        }

        _json.WriteEndArray();
    }

    private void WriteScripts(LiveTable table)
    {
        _json.WriteStartArray("scripts"u8);
        foreach (var run in table.Scripts)
        {
            _json.WriteStartObject();
            _json.WriteNumber("run"u8, run.Id);
            _json.WriteString("name"u8, run.Name);
            _json.WriteString("path"u8, run.Path);
            _json.WriteNumber("scope"u8, run.Scope.Id);
            _json.WriteNumber("started"u8, Math.Round(run.Started, 3));
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteNumbers(ReadOnlySpan<byte> name, IReadOnlyList<int> numbers)
    {
        if (numbers.Count > 0)
        {
            _json.WriteStartArray(name);
            for (var i = 0; i < numbers.Count; i++)
            {
                _json.WriteNumberValue(numbers[i]);
            }

            _json.WriteEndArray();
        }
    }

    // Names are user text, and half a surrogate pair is no text to JSON.
    internal static string Whole(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return string.Concat(text.EnumerateRunes());
            }
        }

        return text;
    }

    private void WriteText(string text) => _json.WriteStringValue(Whole(text));

    private static double Micro(double seconds) => double.IsFinite(seconds) ? Math.Round(seconds * 1e6, 1) : 0;

    private static double Rate(long count, double seconds) => seconds > 0 ? Math.Round(count / seconds, 1) : 0;
}
