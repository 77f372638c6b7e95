// Logs every message of a Redis channel, or of all channels that match a pattern; comes back by itself when the server does.
//   RedisSubscriber.cs [channel or pattern] [host] [port]     default foobar 127.0.0.1 6379
// The other half:  redis-server --port 6379     and then     redis-cli publish foobar hello

string channel = args.Length > 0 ? args[0] : "foobar";
RedisOptions options = new()
{
    Host = args.Length > 1 ? args[1] : "127.0.0.1",
    Port = args.Length > 2 ? int.Parse(args[2]) : 6379,
    Password = Environment.GetEnvironmentVariable("REDIS_PASSWORD"),
};

await using RedisClient redis = await RedisClient.Connect(options);
await using RedisSubscription subscription = channel.Contains('*')
    ? await redis.SubscribePattern(channel)
    : await redis.Subscribe(channel);
Log($"subscribed to {channel}, waiting for messages ...");
await foreach (RedisMessage message in subscription)
{
    LogWarning($"{message.Channel}: {message.Text}");
}
