using System.Buffers;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace AsyncTick;

/// <summary>Writes a recording as JSON in the trace event format. See Docs/Recorder.md for what stands where.</summary>
internal sealed class ChromeTrace
{
    /// <summary>The row of collections; rows of tasks have the task's id, that of frames 0.</summary>
    private const int CollectionRow = int.MaxValue;

    private readonly LoopRecording _recording;
    private readonly Utf8JsonWriter _json;
    private int _arrows;

    private ChromeTrace(LoopRecording recording, Utf8JsonWriter json)
    {
        _recording = recording;
        _json = json;
    }

    public static void Write(LoopRecording recording, IBufferWriter<byte> into)
    {
        using var json = new Utf8JsonWriter(into);
        new ChromeTrace(recording, json).Write();
    }

    private void Write()
    {
        _json.WriteStartObject();
        _json.WriteStartArray("traceEvents"u8);
        WriteName("process_name"u8, 0, _recording.LoopName);
        WriteName("thread_name"u8, 0, "frames");
        WriteName("thread_name"u8, CollectionRow, "garbage collector");
        foreach (var id in _recording.Events.Where(static each => each.Kind is not (RecordedKind.Frame or RecordedKind.Collection)).Select(static each => each.TaskId).Distinct().Where(static id => id != 0))
        {
            WriteName("thread_name"u8, id, Title(id));
        }

        var lastFrameEnd = double.NaN;
        for (var i = 0; i < _recording.Events.Count; i++)
        {
            var each = _recording.Events[i];
            switch (each.Kind)
            {
                case RecordedKind.Frame:
                    WriteFrame(each, lastFrameEnd);
                    lastFrameEnd = each.End;
                    break;
                case RecordedKind.Step:
                    WriteStep(each);
                    break;
                case RecordedKind.Collection:
                    Begin('X', $"GC gen {each.Count}", "gc"u8, CollectionRow, each.Begin);
                    _json.WriteNumber("dur"u8, Microseconds(each.Seconds));
                    _json.WriteStartObject("args"u8);
                    _json.WriteNumber("generation"u8, each.Count);
                    End();
                    break;
                default:
                    WriteInstant(each);
                    break;
            }
        }

        _json.WriteEndArray();
        _json.WriteString("displayTimeUnit"u8, "ms"u8);
        _json.WriteStartObject("otherData"u8);
        _json.WriteString("loop"u8, _recording.LoopName);
        _json.WriteString("version"u8, typeof(ChromeTrace).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");
        if (_recording.IsOff)
        {
            _json.WriteString("recorder"u8, "off"u8);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private void WriteFrame(in RecordedEvent frame, double lastFrameEnd)
    {
        Begin('X', $"frame {frame.Frame}", "frame"u8, 0, frame.Begin);
        _json.WriteNumber("dur"u8, Microseconds(frame.Seconds));
        _json.WriteStartObject("args"u8);
        _json.WriteNumber("frame"u8, frame.Frame);
        _json.WriteNumber("budgetMs"u8, Milliseconds(frame.Budget));
        _json.WriteNumber("backlog"u8, frame.Backlog);
        _json.WriteNumber("ready"u8, frame.Count);
        _json.WriteNumber("gapMs"u8, double.IsNaN(lastFrameEnd) ? 0 : Milliseconds(frame.Begin - lastFrameEnd));
        End();
    }

    private void WriteStep(in RecordedEvent step)
    {
        Begin('X', step.TaskId != 0 ? Name(step.TaskId) : step.Text.Length > 0 ? step.Text : "callback", "step"u8, step.TaskId, step.Begin);
        _json.WriteNumber("dur"u8, Microseconds(step.Seconds));
        _json.WriteStartObject("args"u8);
        _json.WriteNumber("frame"u8, step.Frame);
        _json.WriteString("line"u8, Site(step));
        _json.WriteNumber("waker"u8, step.WakerId);
        _json.WriteString("wakerKind"u8, Word(step.WakerKind));
        if (step.Sharers > 1)
        {
            _json.WriteNumber("sharers"u8, step.Sharers);
        }

        End();
        if (step.WakerEvent >= 0 && step.WakerKind is WakerKind.Task or WakerKind.Cancel)
        {
            var waker = _recording.Events[step.WakerEvent];
            WriteArrow('s', waker.TaskId, waker.Begin);
            WriteArrow('f', step.TaskId, step.Begin);
            _arrows++;
        }
    }

    // Both ends are at the begin of the step that they belong to: there a viewer finds it.
    private void WriteArrow(char phase, int row, double at)
    {
        Begin(phase, "wake", "wake"u8, row, at);
        _json.WriteNumber("id"u8, _arrows);
        if (phase == 'f')
        {
            _json.WriteString("bp"u8, "e"u8);
        }

        _json.WriteEndObject();
    }

    private void WriteInstant(in RecordedEvent instant)
    {
        var category = instant.Kind switch
        {
            RecordedKind.Start => "start"u8,
            RecordedKind.End => "end"u8,
            RecordedKind.Fault => "fault"u8,
            RecordedKind.Cancel => "cancel"u8,
            RecordedKind.Post => "post"u8,
            _ => "script"u8,
        };
        var name = instant.Kind switch
        {
            RecordedKind.Start => "started",
            RecordedKind.End => instant.State.ToString(),
            RecordedKind.Fault => instant.Text,
            RecordedKind.Cancel => $"canceled ({instant.Reason})",
            RecordedKind.Post => "post",
            _ => instant.Text,
        };
        Begin('i', name, category, instant.TaskId, instant.Begin);
        _json.WriteString("s"u8, "t"u8);
        _json.WriteStartObject("args"u8);
        _json.WriteNumber("frame"u8, instant.Frame);
        if (instant.Kind is RecordedKind.Start)
        {
            _json.WriteString("line"u8, Site(instant));
            _json.WriteNumber("parent"u8, instant.WakerId);
        }
        else if (instant.Kind is RecordedKind.Post)
        {
            _json.WriteNumber("thread"u8, instant.WakerId);
        }

        End();
    }

    private void WriteName(ReadOnlySpan<byte> what, int row, string name)
    {
        _json.WriteStartObject();
        _json.WriteString("ph"u8, "M"u8);
        _json.WriteString("name"u8, what);
        _json.WriteNumber("pid"u8, 1);
        _json.WriteNumber("tid"u8, row);
        _json.WriteStartObject("args"u8);
        _json.WriteString("name"u8, name);
        End();
    }

    private void Begin(char phase, string name, ReadOnlySpan<byte> category, int row, double at)
    {
        _json.WriteStartObject();
        _json.WriteString("ph"u8, [phase]);
        _json.WriteString("name"u8, name);
        _json.WriteString("cat"u8, category);
        _json.WriteNumber("pid"u8, 1);
        _json.WriteNumber("tid"u8, row);
        _json.WriteNumber("ts"u8, Microseconds(at));
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private string Name(int id) => _recording.NameOf(id) is { Length: > 0 } name ? name : $"task #{id}";

    private string Title(int id) => _recording.NameOf(id) is { Length: > 0 } name ? $"{name} (#{id})" : $"task #{id}";

    private static string Site(in RecordedEvent each) => each.Line == 0 || each.File.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{each.File}:{each.Line}");

    private static string Word(WakerKind kind) => kind switch
    {
        WakerKind.Frame => "frame",
        WakerKind.Task => "task",
        WakerKind.Clock => "clock",
        WakerKind.Post => "post",
        WakerKind.Cancel => "cancel",
        WakerKind.Host => "host",
        WakerKind.Start => "start",
        _ => "unknown",
    };

    private static double Microseconds(double seconds) => double.IsFinite(seconds) ? Math.Round(seconds * 1e6, 3) : 0;

    private static double Milliseconds(double seconds) => double.IsFinite(seconds) ? Math.Round(seconds * 1e3, 3) : 0;
}
