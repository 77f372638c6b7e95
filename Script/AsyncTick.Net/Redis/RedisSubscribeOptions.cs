namespace AsyncTick.Net;

/// <summary>The bound of a subscription's buffer, and what happens at it.</summary>
public sealed record RedisSubscribeOptions
{
    /// <summary>Messages that may wait for the game thread.</summary>
    public int Capacity { get; init; } = 128 * 1024;

    /// <summary>Bytes of payload that may wait for the game thread.</summary>
    public long CapacityBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>What happens when the buffer is full. Pub/sub has no way to hold the publisher back.</summary>
    public OverflowPolicy Overflow { get; init; } = OverflowPolicy.DropOldest;
}
