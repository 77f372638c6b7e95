namespace AsyncTick.Net;

/// <summary>A wait that can be told to look again whether it is over.</summary>
internal interface IWakeable
{
    /// <summary>Whether a caller waits.</summary>
    bool IsWaiting { get; }

    /// <summary>Something has changed. Any thread; costs nothing when no caller waits. The waiting code never runs inside.</summary>
    void Wake();
}
