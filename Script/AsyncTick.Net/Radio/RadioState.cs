namespace AsyncTick.Net;

/// <summary>What a <see cref="RadioPlayer"/> is doing.</summary>
public enum RadioState
{
    /// <summary>Not running.</summary>
    Stopped,

    /// <summary>Resolving the address, or waiting before the next try.</summary>
    Connecting,

    /// <summary>Sound goes to the sink.</summary>
    Playing,
}
