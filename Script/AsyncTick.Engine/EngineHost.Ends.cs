using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>How the tasks of a world or of a play session end.</summary>
public sealed unsafe partial class EngineHost
{
    private static void Collect(TaskScope scope, Predicate<TaskScope> predicate, List<TaskScope> found)
    {
        foreach (var child in scope.Children)
        {
            if (predicate(child))
            {
                found.Add(child);
            }
            else
            {
                Collect(child, predicate, found);
            }
        }
    }

    private void CancelAndDrain(IReadOnlyList<TaskScope> scopes, int[] tasks, string occasion)
    {
        foreach (var scope in scopes)
        {
            scope.Cancel(CancelReason.EndPlay);
        }

        foreach (var task in tasks)
        {
            Loop.Tasks.Cancel(task, CancelReason.EndPlay);
        }

        if (Loop.IsPumping)
        {
            // A task has caused this. What was cancelled ends after its step.
            return;
        }

        var limit = _native.SampleClocks().Clocks.Real + _settings.ShutdownSeconds;
        for (var frame = 0; frame < _settings.ShutdownFrames && !HaveEnded(scopes, tasks); frame++)
        {
            var now = _native.SampleClocks();
            if (now.Clocks.Real > limit)
            {
                break;
            }

            Loop.Pump(now.Clocks);

            // Not the doorbell: it also rings for grace times, and other threads would get no time to end their part.
            var stats = Loop.Stats;
            if (stats.Ready == 0 && stats.WaitingForFrame == 0 && !HaveEnded(scopes, tasks))
            {
                Thread.Sleep(1);
            }
        }

        foreach (var left in scopes.SelectMany(Loop.Tasks.Snapshot))
        {
            Log.Write(LogVerbosity.Warning, $"{occasion}, and task '{left.Name}' (#{left.Id} in {left.ScopePath}) was cancelled and has not ended; it awaits {left.Wait}.");
        }
    }

    private bool HaveEnded(IReadOnlyList<TaskScope> scopes, int[] tasks) =>
        scopes.All(scope => scope.IsEmpty) && (tasks.Length == 0 || !Loop.Tasks.Snapshot().Any(task => Array.IndexOf(tasks, task.Id) >= 0));

    // What belongs to no world outlasts them all: made anew when everything was cancelled.
    private TaskScope NoWorldScope()
    {
        if (_noWorldScope is null || _noWorldScope.IsCancellationRequested)
        {
            _noWorldScope = Loop.RootScope.CreateChild("Startup");
            _noWorldScope.World = null;
            _noWorldScope.DefaultClock = Clock.Real;
        }

        return _noWorldScope;
    }
}
