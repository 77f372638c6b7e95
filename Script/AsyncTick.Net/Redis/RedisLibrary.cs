using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace AsyncTick.Net;

/// <summary>Connects and closes the library, which does much in its caller and takes its whole timeout where it need not. Game thread only.</summary>
internal static class RedisLibrary
{
    /// <summary>Connects within <see cref="RedisOptions.ConnectSeconds"/>. A connection that comes too late is closed.</summary>
    /// <exception cref="NetworkException">Not reachable, or refused.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled meanwhile.</exception>
    public static async Task<ConnectionMultiplexer> Connect(RedisOptions options, IReadOnlyCollection<EndPoint> seeds, RedisTransport transport)
    {
        var configuration = RedisConfiguration.For(options, seeds, transport);

        // On the pool: the library does much before its first await.
        var connecting = Task.Run(() => ConnectionMultiplexer.ConnectAsync(configuration));
        try
        {
            await Task.WhenAny(connecting, transport.Unreachable).WaitAsync(Durations.Of(options.ConnectSeconds), Async.Token);
        }
        catch (TimeoutException)
        {
            // Decided below: it may have come while the game thread was busy.
        }
        catch (OperationCanceledException)
        {
            _ = CloseLate(connecting);
            throw;
        }

        if (!connecting.IsCompleted)
        {
            _ = CloseLate(connecting);
            throw await Reason(options, transport) ?? new NetworkException(string.Create(CultureInfo.InvariantCulture, $"Redis {options} did not answer within {options.ConnectSeconds:0.###} s."));
        }

        try
        {
            return await connecting;
        }
        catch (Exception e)
        {
            throw await Reason(options, transport) ?? RedisErrors.OfConnecting(options, e);
        }
    }

    // The library keeps to itself what its stream has thrown.
    private static async Task<NetworkException?> Reason(RedisOptions options, RedisTransport transport) =>
        transport.Unreachable.IsCompletedSuccessfully ? await transport.Unreachable
        : transport.CutOff is { } why ? new NetworkException($"Redis {options} was cut off: {why}.")
        : null;

    // The library's Close does its work in the caller, and against a server that hangs CloseAsync takes its whole timeout.
    public static Task Close(ConnectionMultiplexer library) => Task.Run(() => library.Close(allowCommandsToComplete: false));

    private static async Task CloseLate(Task<ConnectionMultiplexer> connecting)
    {
        try
        {
            await Close(await connecting.ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It did not come, or it is closed.
        }
    }
}
