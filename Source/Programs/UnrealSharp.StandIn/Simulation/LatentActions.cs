using UnrealSharp.Engine;

namespace UnrealSharp.StandIn;

/// <summary>The latent actions of a world, in the order in which they began.</summary>
internal sealed class LatentActions(SimulatedEngine engine)
{
    private readonly List<(nint Target, string Function, LatentAction Action)> _running = [];

    public int Count => _running.Count;

    /// <summary>As in the engine: of one object and number there is one at a time; the numbers that UnrealSharp gives are all the same.</summary>
    public void Add(FLatentActionInfo info, LatentAction action)
    {
        var target = info.CallbackTarget.NativeObject;
        if (!_running.Exists(each => each.Target == target))
        {
            _running.Add((target, info.ExecutionFunction.ToString(), action));
        }
    }

    /// <summary>The world goes, and they with it.</summary>
    public void Clear()
    {
        foreach (var entry in _running.ToArray())
        {
            End(entry);
        }
    }

    public void Process(double deltaSeconds)
    {
        foreach (var entry in _running.ToArray())
        {
            if (engine.Objects.Find(entry.Target) is not { IsGarbage: false } record)
            {
                End(entry);
            }
            else if (entry.Action.Update(deltaSeconds))
            {
                End(entry);
                if (record.Managed is { } target)
                {
                    ObjectFunctions.Call(target, entry.Function, [0]);
                }
            }
        }
    }

    private void End((nint Target, string Function, LatentAction Action) entry)
    {
        _running.Remove(entry);
        entry.Action.Removed();
    }
}
