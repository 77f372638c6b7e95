using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Benchmarks;

/// <summary>A thousand clients of a line server, in a process of their own: each sends a line about twice a second and waits for its echo.</summary>
public static class LineClients
{
    public const string Argument = "--line-clients";

    public static Process Start(int port, int clients) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(LineClients).Assembly.Location, Argument, $"{port}", $"{clients}"]) { RedirectStandardInput = true })!;

    /// <summary>Talks until standard input ends.</summary>
    public static async Task<int> TalkAsync(string port, string clients)
    {
        using var end = new CancellationTokenSource();
        var talking = Enumerable.Range(0, int.Parse(clients, CultureInfo.InvariantCulture))
            .Select(client => TalkAsync(client, int.Parse(port, CultureInfo.InvariantCulture), end.Token)).ToArray();
        await Console.In.ReadToEndAsync();
        await end.CancelAsync();
        await Task.WhenAll(talking);
        return 0;
    }

    private static async Task TalkAsync(int client, int port, CancellationToken end)
    {
        var random = new Random(client);
        var reply = new byte[64];
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await Task.Delay(random.Next(1_000), end);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), end);
            while (true)
            {
                await socket.SendAsync("a line of text\n"u8.ToArray(), end);
                await socket.ReceiveAsync(reply, end);
                await Task.Delay(random.Next(250, 750), end);
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (SocketException)
        {
            // The server went first.
        }
    }
}
