namespace AsyncTick.Remote;

/// <summary>How a command socket behaves. Read once, when it is opened.</summary>
public sealed record RemoteOptions
{
    /// <summary>The folder of the sockets; empty for <see cref="RemoteFolder.Default"/>.</summary>
    public string Folder { get; init; } = "";

    /// <summary>The folder that the host works in, as peers are told it, who may name the host by it; empty for the current directory.</summary>
    public string ProjectFolder { get; init; } = "";

    /// <summary>Connections at a time; a further one is closed at once.</summary>
    public int MaxConnections { get; init; } = 256;

    /// <summary>Requests at a time of one connection; a further one is refused.</summary>
    public int MaxRequests { get; init; } = 64;

    /// <summary>The longest line that is taken, in bytes: a script is sent in one. A longer one ends its connection.</summary>
    public int MaxLineBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>What may wait to be read by a peer, in bytes; one that is slower loses its connection.</summary>
    public int MaxUnsentBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How long the loop's thread may let a question wait before it is answered without it, in seconds.</summary>
    public double AnswerSeconds { get; init; } = 1;
}
