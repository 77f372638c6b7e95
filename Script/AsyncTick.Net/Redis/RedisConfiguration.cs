using System.Net;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>Turns <see cref="RedisOptions"/> into the library's own.</summary>
internal static class RedisConfiguration
{
    public static ConfigurationOptions For(RedisOptions options, IReadOnlyCollection<EndPoint> seeds, RedisTransport transport)
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = true,
            ConnectRetry = 1,
            ConnectTimeout = Milliseconds(options.ConnectSeconds),
            SyncTimeout = Milliseconds(options.CommandSeconds),
            AsyncTimeout = Milliseconds(options.CommandSeconds),
            KeepAlive = Math.Max(1, Milliseconds(options.HeartbeatSeconds) / 1000),
            Protocol = options.RespVersion == 2 ? RedisProtocol.Resp2 : RedisProtocol.Resp3,
            ClientName = "UnrealAsyncTick",
            User = options.User,
            Password = options.Password,
            Ssl = options.UseTls,
            SslHost = options.TlsHost,
            Tunnel = transport,

            IncludeDetailInExceptions = false,

            // Queued only until the connection for the first subscription is there; a command whose connection broke is never sent again.
            BacklogPolicy = new BacklogPolicy { QueueWhileDisconnected = true, AbortPendingOnConnectionFailure = true },

            // The library counts CLUSTER NODES among the commands of administrators.
            AllowAdmin = true,

            // Both are the library's own conventions between its clients, and need rights that a user may not have.
            ConfigurationChannel = "",
            TieBreaker = "",
        };
        foreach (var seed in seeds)
        {
            configuration.EndPoints.Add(seed);
        }

        if (options.UseTls && options.CertificateValidation is { } validation)
        {
            configuration.CertificateValidation += validation;
        }

        return configuration;
    }

    /// <summary>The addresses that a client begins with.</summary>
    public static List<EndPoint> Seeds(RedisOptions options)
    {
        var seeds = new List<EndPoint> { EndPointOf(options.Host, options.Port) };
        foreach (var node in options.Nodes)
        {
            var colon = node.LastIndexOf(':');
            if (colon <= 0 || !int.TryParse(node.AsSpan(colon + 1), out var port))
            {
                throw new ArgumentException($"RedisOptions.Nodes: '{node}' is not \"host:port\".", nameof(options));
            }

            var seed = EndPointOf(node[..colon].Trim('[', ']'), port);
            if (!seeds.Contains(seed))
            {
                seeds.Add(seed);
            }
        }

        return seeds;
    }

    // The library adds to them; half a day is no limit to it.
    private static int Milliseconds(double seconds) => (int)(Math.Clamp(seconds, 0, 43_200) * 1000);

    private static EndPoint EndPointOf(string host, int port) =>
        IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port);
}
