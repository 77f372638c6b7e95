namespace AsyncTick;

public sealed unsafe partial class GameLoop
{
    // In place of a paused task's world: the pump compares worlds before each step in any case, so a task that is not paused pays nothing.
    private static readonly object PausedWorld = new();

    private readonly List<(object Work, TaskContext Context)> _parked = [];

    internal static bool IsPaused(TaskRecord record) => ReferenceEquals(record.World, PausedWorld);

    internal void PauseTask(TaskRecord record)
    {
        if (!IsPaused(record) && !record.Details.CancelRequested)
        {
            record.Details.WorldBehindPause = record.World;
            record.World = PausedWorld;
            record.ChooseLane();
        }
    }

    /// <summary>To be followed by <see cref="DeliverParked"/>.</summary>
    internal static void ResumeTask(TaskRecord record)
    {
        if (IsPaused(record))
        {
            record.World = record.Details.WorldBehindPause;
            record.Details.WorldBehindPause = null;
            record.ChooseLane();
        }
    }

    /// <summary>Puts among the ready work, in its order, what became ready for tasks that were paused then and are not now.</summary>
    internal void DeliverParked()
    {
        var kept = 0;
        for (var i = 0; i < _parked.Count; i++)
        {
            var entry = _parked[i];
            if (IsPaused(entry.Context.Record))
            {
                _parked[kept++] = entry;
            }
            else
            {
                _ready.Enqueue(entry.Work);
                _doorbell->Ready = 1;
            }
        }

        _parked.RemoveRange(kept, _parked.Count - kept);
    }

    /// <summary>True when the entry is a paused task's and was put aside.</summary>
    private bool TryPark(object work, TaskContext? context)
    {
        if (context is null || !IsPaused(context.Record))
        {
            return false;
        }

        _parked.Add((work, context));
        return true;
    }
}
