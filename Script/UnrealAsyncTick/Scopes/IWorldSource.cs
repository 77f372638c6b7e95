using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Where <see cref="UnrealScopes"/> learns about worlds: the native module, or the headless host. Game thread only.</summary>
public interface IWorldSource
{
    /// <summary>The number of a world, never used twice; 0 for one that has ended.</summary>
    ulong IdOf(UWorld world);

    /// <summary>The number of a world that <see cref="TokenOf"/> was asked for.</summary>
    ulong IdOf(object token);

    /// <summary>What <see cref="AsyncTick.TaskScope.World"/> of a world's scope is set to; the loop's host makes that world current before its tasks run.</summary>
    object? TokenOf(ulong id);

    /// <summary>Reads a world's clocks. False for one that has ended.</summary>
    bool TrySample(ulong id, out WorldSample sample);

    /// <summary>Brings the loop's own clocks up to now; does nothing within a frame.</summary>
    void SyncClocks();

    /// <summary>The number of the engine's frame, as of the last <see cref="SyncClocks"/> or pump.</summary>
    ulong Frame { get; }

    /// <summary>Runs a console command. False when there is none of this name.</summary>
    bool Execute(string command);
}
