using System.Diagnostics;
using AsyncTick;
using AsyncTick.Net;

namespace Embedding;

internal static class EchoServer
{
    public static void Run(TextReader input)
    {
        using GameLoop loop = new();
        loop.Start(Serve);
        // Commands come on a thread of their own, which may block; the loop's thread takes them in once a frame.
        var isOpen = true;
        new Thread(() =>
        {
            input.ReadLine();
            loop.Post(() => isOpen = false);
        })
        { IsBackground = true }.Start();
        var clock = Stopwatch.StartNew();
        while (isOpen)
        {
            loop.Pump(new FrameTime(clock.Elapsed.TotalSeconds));
            Thread.Sleep(10);
        }

        // Clients are closed in good order, finally blocks run; for a second at most.
        var report = loop.Shutdown();
        Console.WriteLine(report.IsClean ? "closed" : $"left: {string.Join(", ", report.Survivors)}");
    }

    private static async Task Serve()
    {
        await using var server = LineServer.Start(Echo);
        Console.WriteLine($"port {server.Endpoint.Port}");
        await server.WaitClosed();
    }

    private static async Task Echo(LineConnection client)
    {
        await foreach (var line in client.ReadLines())
        {
            await client.WriteLine(line);
        }
    }
}
