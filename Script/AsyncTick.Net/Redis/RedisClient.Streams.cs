namespace AsyncTick.Net;

public sealed partial class RedisClient
{
    /// <summary>A stream by its key. Nothing is asked of the server yet.</summary>
    /// <param name="key">The stream's key.</param>
    public RedisStream Stream(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new RedisStream(this, key);
    }
}
