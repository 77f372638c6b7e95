using System.Buffers;
using System.Globalization;

namespace AsyncTick.Scripting;

/// <summary>The commands that tell what has happened: the loop's recorder, as text and as a file for trace viewers.</summary>
internal sealed class RecordingCommands(ScriptHost scripts, ConsoleOptions options)
{
    private GameLoop Loop => scripts.Loop;

    public IEnumerable<ConsoleCommand> All =>
    [
        new("Record", "[on|off|size]", "Shows what the recorder holds, or switches it: on, off, or so many entries.", Record) { Completion = _ => ["on", "off"] },
        new("Trace", "[seconds] [file]", "Writes the last seconds (5) as a trace for Perfetto or Chrome; the editor's are in Saved/AsyncTick.", Trace),
        new("Why", "<id>", "Shows a task's last steps: when, from which line, what woke it.", Why)
        {
            Completion = _ => Loop.Tasks.Snapshot().Select(task => task.Id.ToString(CultureInfo.InvariantCulture)),
        },
        new("Insights", "[on|off]", "Shows or switches regions in Unreal Insights: steps of tasks, by name, and scripts from load to unload.", Insights) { Completion = _ => ["on", "off"] },
    ];

    private Task<bool> Record(ConsoleCall call)
    {
        var recorder = Loop.Recorder;
        switch (call.Rest.ToLowerInvariant())
        {
            case "":
                break;
            case "off":
                recorder.Resize(0);
                break;
            case "on" when recorder.IsOn:
                break;
            case "on":
                recorder.Resize(Loop.Options.RecorderSize > 0 ? Loop.Options.RecorderSize : new GameLoopOptions().RecorderSize);
                break;
            default:
                if (!int.TryParse(call.Rest, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > FlightRecorder.LargestSize)
                {
                    return call.Refuse($"'{call.Rest}' is no size: on, off, or a number of entries up to {FlightRecorder.LargestSize}, which is 128 MiB.");
                }

                recorder.Resize(size);
                break;
        }

        return call.Done(Status(recorder));
    }

    private string Status(FlightRecorder recorder)
    {
        if (!recorder.IsOn)
        {
            return "The recorder is off. AsyncTick.Record on starts it.";
        }

        var events = LoopRecording.Take(Loop).Events;
        var frames = events.Count(each => each.Kind == RecordedKind.Frame);
        var seconds = events.Count == 0 ? 0 : events.Max(each => each.End) - events[0].Begin;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The recorder is on: {recorder.Count} of {recorder.Size} entries, which tell of {frames} frames with work in the last {TaskTable.Duration(seconds)}.");
    }

    private Task<bool> Trace(ConsoleCall call)
    {
        var words = CommandLineText.Split(call.Rest);
        var seconds = 5.0;
        var hasSeconds = words.Count > 0 && double.TryParse(words[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out seconds);
        if (words.Count > (hasSeconds ? 2 : 1))
        {
            return call.RefuseUsage();
        }

        if (!Loop.Recorder.IsOn)
        {
            return call.Refuse("The recorder is off, so there is nothing to write. AsyncTick.Record on starts it.");
        }

        var recording = LoopRecording.Take(Loop, hasSeconds ? seconds : 5);
        var name = words.Count > (hasSeconds ? 1 : 0) ? words[^1] : string.Create(CultureInfo.InvariantCulture, $"Trace-{Loop.Name}-{Loop.FrameNumber}.json");
        var path = OutputFile.PathOf(name, options);
        return call.InTask(Loop, "Trace", async () =>
        {
            var count = await Async.RunInExecutor(
                () =>
                {
                    var buffer = new ArrayBufferWriter<byte>();
                    recording.WriteTrace(buffer);
                    OutputFile.Write(path, buffer.WrittenSpan);
                    return recording.Events.Count;
                });
            call.Output(LogVerbosity.Display, $"{count} events written to {path}; open it at ui.perfetto.dev or in a browser's tracing page.");
            return true;
        });
    }

    private Task<bool> Insights(ConsoleCall call)
    {
        if (!Loop.Regions.IsOffered)
        {
            return call.Refuse("There is no Unreal Insights here. AsyncTick.Trace writes a file for a browser.");
        }

        switch (call.Rest.ToLowerInvariant())
        {
            case "":
                break;
            case "on" or "off":
                Loop.Regions.Switch(call.Rest.Equals("on", StringComparison.OrdinalIgnoreCase));
                break;
            default:
                return call.RefuseUsage();
        }

        return call.Done(Loop.Regions.IsOn
            ? "Regions for Unreal Insights are on, in each trace with the channel region: Trace.File default,region, or -trace=default,region at the start."
            : "Regions for Unreal Insights are off. AsyncTick.Insights on starts them.");
    }

    private Task<bool> Why(ConsoleCall call)
    {
        if (!int.TryParse(call.Rest.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
        {
            return call.Refuse($"'{call.Rest}' is no id of a task. AsyncTick.List shows them, and AsyncTick.List -ended those of ended ones.");
        }

        return LoopRecording.Take(Loop).Why(id) is { } text
            ? call.Done(text)
            : call.Refuse(Loop.Recorder.IsOn ? $"Nothing of a task #{id} is recorded, or it was too long ago." : "The recorder is off, so nothing is known. AsyncTick.Record on starts it.");
    }
}
