namespace AsyncTick.Net;

/// <summary>What an <see cref="ActorSpawnServer"/> spawns, and its limits.</summary>
public sealed record ActorSpawnOptions
{
    /// <summary>The class of every actor. The other side never chooses a class.</summary>
    public string ClassName { get; init; } = "Character";

    /// <summary>Spawns per frame over all clients; the rest queue.</summary>
    public int MaxSpawnsPerFrame { get; init; } = 8;

    /// <summary>The longest label, in characters.</summary>
    public int MaxLabelLength { get; init; } = 128;

    /// <summary>Where to listen, and the limits on clients and lines.</summary>
    public LineServerOptions Server { get; init; } = new() { Port = 8885 };
}
