namespace AsyncTick.Net;

/// <summary>
/// Takes decoded sound: a file, a procedural sound wave, a test. All members are called on the game thread, one at a time.
/// </summary>
public interface IPcmSink : IAsyncDisposable
{
    /// <summary>
    /// Called before the first samples and again whenever the stream changes its format.
    /// </summary>
    /// <param name="format">What the following samples are.</param>
    /// <param name="cancellation">Ends the wait when the player's scope is canceled.</param>
    ValueTask BeginFormat(PcmFormat format, CancellationToken cancellation);

    /// <summary>
    /// Takes samples. The memory belongs to the caller again once the returned task has ended; a sink that is full
    /// (a device that plays in real time) leaves the task pending, and that is what slows the whole stream down.
    /// </summary>
    /// <param name="samples">Whole frames of the format given last.</param>
    /// <param name="cancellation">Ends the wait when the player's scope is canceled.</param>
    ValueTask Write(ReadOnlyMemory<byte> samples, CancellationToken cancellation);
}
