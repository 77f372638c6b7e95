using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>Turns <see cref="RedisOptions"/> into the library's own, with what all its generations know.</summary>
internal static partial class RedisConfiguration
{
    public static ConfigurationOptions For(RedisOptions options)
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = true,
            ConnectRetry = 1,
            ConnectTimeout = (int)(options.ConnectSeconds * 1000),
            SyncTimeout = (int)(options.CommandSeconds * 1000),
            KeepAlive = Math.Max(1, (int)options.HeartbeatSeconds),
            Ssl = options.UseTls,
            ClientName = "UnrealAsyncTick",
        };
        configuration.EndPoints.Add(options.Host, options.Port);
        if (options.Password is not null)
        {
            configuration.Password = options.Password;
        }

        if (options.UseTls)
        {
            configuration.SslHost = options.TlsHost ?? options.Host;
            if (options.CertificateValidation is { } validation)
            {
                configuration.CertificateValidation += validation;
            }
        }

        SetUser(configuration, options.User);
        return configuration;
    }
}
