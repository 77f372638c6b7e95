using System.Runtime.CompilerServices;
using System.Text;

namespace AsyncTick;

/// <summary>
/// What a fault's report says besides the exception: the tasks in which it was thrown and awaited before it came to the task that is reported, those that
/// started one another up to that task, and what the task did last. Loop thread only.
/// </summary>
/// <param name="meter">Whose recorder tells what happened last.</param>
/// <param name="find">A task by its id, ended ones included while they are remembered.</param>
internal sealed class FaultTrail(StepMeter meter, Func<int, TaskOrigin?> find)
{
    private const int MostEvents = 10;
    private const int MostParents = 16;

    // So much of the ring is looked through: a report is made within a frame.
    private const int MostEntries = 16_384;

    private readonly ConditionalWeakTable<Exception, List<TaskOrigin>> _awaited = [];

    /// <summary>A task has failed and the exception was thrown on where the task is awaited.</summary>
    public void NoteAwaited(Exception fault, in TaskOrigin origin) => _awaited.GetOrCreateValue(fault).Add(origin);

    public string Write(in TaskOrigin origin, Exception fault)
    {
        var text = new StringBuilder();
        if (_awaited.TryGetValue(fault, out var awaited))
        {
            var word = "Thrown in";
            foreach (var each in awaited)
            {
                text.Append($"\n{word} {Words(each)}");
                word = "awaited by";
            }

            text.Append("\nawaited by this task");
        }

        var parent = origin.ParentId;
        for (var depth = 0; parent != 0 && depth < MostParents; depth++)
        {
            var known = find(parent);
            text.Append($"\nStarted by {(known is { } each ? Words(each) : $"#{parent}, which is forgotten")}");
            parent = known?.ParentId ?? 0;
        }

        if (origin.Id != 0 && meter.Recorder.IsOn)
        {
            var now = meter.ToSeconds(meter.Last) + meter.SecondsSinceLast;
            var events = RecordingDecoder.Decode(meter.Recorder.Copy(MostEntries), meter.ToSeconds(1), now, double.NegativeInfinity);
            var lines = new TaskTrail(events, id => find(id)?.Name ?? "", now).Write(origin.Id, MostEvents, "  ");
            text.Append(lines.Length == 0 ? "" : $"\nWhat it did last, latest first:{lines}");
        }

        return text.ToString();
    }

    private static string Words(in TaskOrigin task) => $"'{task.Name}' (#{task.Id} in {task.ScopePath}), started at {task.StartSite}";
}
