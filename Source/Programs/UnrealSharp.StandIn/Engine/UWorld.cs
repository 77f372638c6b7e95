using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;
using UnrealSharp.UnrealSharpCore;

namespace UnrealSharp.Engine;

/// <summary>A world: what its actors are in, with four clocks of its own.</summary>
public partial class UWorld : UObject
{
    /// <summary>A world's time advances no further in one frame, however long the frame was.</summary>
    private const double MaxFrameSeconds = 0.4;

    internal List<AActor> Actors { get; } = [];

    /// <summary>What queries of the world find.</summary>
    internal List<UPrimitiveComponent> Bodies { get; } = [];

    internal SimulatedAsyncQueries AsyncQueries => field ??= new SimulatedAsyncQueries(this);

    internal LatentActions LatentActions => field ??= new LatentActions(Engine);

    internal List<ULevelStreaming> StreamingLevels { get; } = [];

    public ECSWorldType WorldType { get; internal set; }

    public bool IsGameWorld => WorldType is ECSWorldType.Game or ECSWorldType.PIE;

    internal bool HasBegunPlay { get; set; }

    /// <summary>Being torn down: nothing can be spawned any more.</summary>
    internal bool IsTearingDown { get; set; }

    internal bool IsPaused { get; set; }

    internal double TimeDilation { get; set; } = 1;

    internal double RealSeconds { get; private set; }

    internal double GameSeconds { get; private set; }

    internal double UnpausedSeconds { get; private set; }

    internal double AudioSeconds { get; private set; }

    /// <summary>Advances the clocks. Returns the seconds of game time that the frame lasts.</summary>
    internal double AdvanceClocks(double deltaSeconds)
    {
        RealSeconds += deltaSeconds;
        var audio = Math.Min(deltaSeconds, MaxFrameSeconds);
        var game = audio * TimeDilation;
        UnpausedSeconds += game;
        if (IsPaused)
        {
            return 0;
        }

        AudioSeconds += audio;
        GameSeconds += game;
        return game;
    }

    internal override UWorld FindWorld() => this;
}
