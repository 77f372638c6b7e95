using StackExchange.Redis;

namespace AsyncTick.Net;

internal static partial class RedisConfiguration
{
    private static void SetUser(ConfigurationOptions configuration, string? user)
    {
        if (user is not null)
        {
            throw new NotSupportedException($"{configuration.ClientName}: ACL users need StackExchange.Redis 2 or newer. Set StackExchangeRedisVersion, or use the default user's password.");
        }
    }
}
