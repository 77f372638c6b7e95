using System.Globalization;
using System.Text.Json;

namespace AsyncTick.Remote.Verbs;

/// <summary>The tasks as one <c>top</c> request knows them, and what each has used since the last update. One pool thread at a time.</summary>
internal sealed class TopTable
{
    private Row[] _rows = new Row[256];
    private int _length;

    private struct Row
    {
        public TaskSample Task;
        public double UsedBefore;
        public long ResumesBefore;
    }

    /// <summary>Takes over what a probe has seen.</summary>
    public void Apply(TaskSampleBuffer samples)
    {
        for (var i = 0; i < _length; i++)
        {
            _rows[i].UsedBefore = _rows[i].Task.UsedSeconds;
            _rows[i].ResumesBefore = _rows[i].Task.Resumes;
        }

        foreach (ref readonly var sample in samples.Samples)
        {
            if (sample.Slot >= _rows.Length)
            {
                Array.Resize(ref _rows, Math.Max(sample.Slot + 1, _rows.Length * 2));
            }

            _length = Math.Max(_length, sample.Slot + 1);
            ref var row = ref _rows[sample.Slot];
            if (row.Task.Id != sample.Id)
            {
                row = default;
            }

            row.Task = sample;
        }
    }

    /// <summary>Writes the tasks that have used most since the last update, or most in all when that is the same.</summary>
    public void Write(Utf8JsonWriter writer, int most, double seconds, double now)
    {
        writer.WriteStartArray("tasks"u8);
        var busiest = Enumerable.Range(0, _length).Where(i => _rows[i].Task.Id != 0)
            .OrderByDescending(i => _rows[i].Task.UsedSeconds - _rows[i].UsedBefore).ThenByDescending(i => _rows[i].Task.UsedSeconds).Take(most);
        foreach (var i in busiest)
        {
            Write(writer, in _rows[i], seconds, now);
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, in Row row, double seconds, double now)
    {
        var task = row.Task;
        writer.WriteStartObject();
        writer.WriteNumber("id"u8, task.Id);
        writer.WriteString("name"u8, task.Name);
        writer.WriteString("scope"u8, task.Scope?.Path);
        writer.WriteString("state"u8, task.State.ToString());
        writer.WriteString("status"u8, task.Status);
        writer.WriteNumber("ageSeconds"u8, Math.Max(0, now - task.StartedAt));
        writer.WriteNumber("usedSeconds"u8, task.UsedSeconds);
        writer.WriteNumber("longestSeconds"u8, task.LongestSeconds);
        writer.WriteNumber("load"u8, (task.UsedSeconds - row.UsedBefore) / seconds);
        writer.WriteNumber("resumesPerSecond"u8, (task.Resumes - row.ResumesBefore) / seconds);
        writer.WriteStartObject("wait"u8);
        writer.WriteString("description"u8, WaitOf(task));
        writer.WriteString("file"u8, task.WaitFile);
        writer.WriteNumber("line"u8, task.WaitLine);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static string WaitOf(in TaskSample task)
    {
        var kind = task.WaitKind.ToString().ToLowerInvariant();
        return (task.WaitTaskId, task.WaitDetail) switch
        {
            (0, null) => kind,
            (0, { } detail) => $"{kind} '{detail}'",
            (var id, null) => string.Create(CultureInfo.InvariantCulture, $"{kind} #{id}"),
            (var id, { } detail) => string.Create(CultureInfo.InvariantCulture, $"{kind} '{detail}' of #{id}"),
        };
    }
}
