using StackExchange.Redis;

namespace AsyncTick.Net;

internal static partial class RedisConfiguration
{
    private static void SetUser(ConfigurationOptions configuration, string? user) => configuration.User = user;
}
