using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>One world: its scope and its clocks.</summary>
internal sealed class WorldScope
{
    private FrameTime? _last;

    public WorldScope(ulong id, TaskScope parent, GameLoop loop, string name, bool isPlayed)
    {
        Id = id;
        IsPlayed = isPlayed;
        Clocks = loop.CreateClocks(name);
        Scope = parent.CreateChild(name);
        Scope.Clocks = Clocks;
        Scope.DefaultClock = isPlayed ? Clock.Game : Clock.Real;
    }

    public ulong Id { get; }

    public bool IsPlayed { get; }

    public bool HasEnded { get; set; }

    public TaskScope Scope { get; }

    public ClockSet Clocks { get; }

    public object? Token
    {
        init => Scope.World = value;
    }

    /// <summary>Whether its clocks were behind. Within a frame time stands still.</summary>
    public bool Advance(NativeWorlds source, GameLoop loop)
    {
        if (loop.IsPumping || HasEnded || !source.TrySample(Id, out var sample) || sample.Time with { Real = 0 } == _last)
        {
            return false;
        }

        _last = sample.Time with { Real = 0 };
        Clocks.Advance(sample.Time);
        return true;
    }
}
