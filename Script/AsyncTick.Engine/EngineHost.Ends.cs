using AsyncTick.Engine.Bridge;
using AsyncTick.Scripting;

namespace AsyncTick.Engine;

/// <summary>How the tasks of a world or of a play session end.</summary>
public sealed unsafe partial class EngineHost
{
    internal Status EndWorld(ulong world)
    {
        if (!_worlds.Remove(world, out var ended))
        {
            return Status.Ok;
        }

        ended.HasEnded = true;
        Tell(observer => observer.WorldEnds(ended));
        if (ReferenceEquals(Loop.RootScope.World, ended))
        {
            Loop.RootScope.World = null;
        }

        List<TaskScope> scopes = [];
        Collect(Loop.RootScope, scope => ReferenceEquals(scope.World, ended), scopes);
        CancelAndDrain(scopes, [], "The world ended");
        return Status.Ok;
    }

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
            // A task has caused this. What was canceled ends after its step.
            return;
        }

        var report = Loop.Drain(scopes, tasks, () => _native.SampleClocks().Clocks, _settings.ShutdownFrames, _settings.ShutdownSeconds);
        foreach (var left in report.Survivors)
        {
            Log.Write(LogVerbosity.Warning, $"{occasion}, and task '{left.Name}' (#{left.Id} in {left.ScopePath}) was canceled and has not ended; it awaits {left.Wait}.");
        }
    }

    // A script compiles for frames, and the loop has another world by then.
    private ScriptPlace PlaceOf(ulong id)
    {
        if (WorldOf(id) is not { } world)
        {
            return new ScriptPlace(name => NoWorldScope().CreateChild(name), static () => false);
        }

        return new ScriptPlace(
            name =>
            {
                var scope = Loop.RootScope.CreateChild(name);
                scope.World = world;
                return scope;
            },
            () => world.HasEnded);
    }

    // What belongs to no world outlasts them all: made anew when everything was canceled.
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
