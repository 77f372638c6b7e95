using StackExchange.Redis;

namespace AsyncTick.Net;

internal sealed partial class RedisFeed
{
    // Since version 2 plain handlers run concurrently; the queue hands messages out one after another in order of arrival.
    public async Task Start(ISubscriber subscriber)
    {
        var queue = await subscriber.SubscribeAsync(channel).ConfigureAwait(false);
        queue.OnMessage(message => Take(message.Channel, message.Message));
    }
}
