using StackExchange.Redis;

namespace AsyncTick.Net;

internal sealed partial class RedisFeed
{
    // Version 1 calls handlers one after another in order of arrival (PreserveAsyncOrder, on by default).
    public Task Start(ISubscriber subscriber) => subscriber.SubscribeAsync(channel, Take);
}
