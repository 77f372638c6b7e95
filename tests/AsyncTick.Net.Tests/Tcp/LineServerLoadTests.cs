namespace AsyncTick.Net.Tests;

public sealed class LineServerLoadTests
{
    private const int Clients = 1000;
    private const int LinesPerClient = 100;
    private const double Budget = 0.004;

    // On the game thread, the handler's own strings included; half again as much as measured.
    private const double MaxBytesPerLine = 350;

    [Test]
    public void Server_ThousandClientsHundredLines_EachOnceInOrderWithinTheFrameBudget()
    {
        using var loop = new NetLoop(Budget) { FrameSeconds = [], FramePauses = [], FramesPerSecond = 60 };
        var next = new Dictionary<string, int>();
        var wrong = 0;
        var server = LineServerTests.Start(
            loop,
            out var scope,
            async connection =>
            {
                await foreach (var line in connection.ReadLines())
                {
                    var space = line.IndexOf(' ', StringComparison.Ordinal);
                    var client = line[..space];
                    next.TryGetValue(client, out var expected);
                    wrong += int.Parse(line[(space + 1)..]) == expected ? 0 : 1;
                    next[client] = expected + 1;
                    await connection.WriteLine(line);
                }
            },
            new LineServerOptions { MaxClients = Clients });

        // The first lines pay for the JIT, in any program; they are not what is measured.
        for (var round = 0; round < 3; round++)
        {
            Talk(loop, server, 50);
            next.Clear();
        }

        loop.FrameSeconds.Clear();
        loop.FramePauses.Clear();
        var started = loop.Now;
        var bytesBefore = loop.FrameBytes;
        Talk(loop, server, Clients);
        var seconds = loop.Now - started;
        var bytesPerLine = (loop.FrameBytes - bytesBefore) / (double)(Clients * LinesPerClient);

        Assert.That(wrong, Is.Zero);
        Assert.That(next, Has.Count.EqualTo(Clients));
        Assert.That(next.Values, Is.All.EqualTo(LinesPerClient));

        // A collection belongs to the process, not to the server: its time is taken off. What brings it on is held to a bound of its own.
        var frames = loop.FrameSeconds.Zip(loop.FramePauses, (work, pause) => Math.Max(0, work - pause)).Order().ToList();
        TestContext.Out.WriteLine($"{Clients} clients x {LinesPerClient} lines in {seconds:0.00} s, {frames.Count} frames; own processor time per frame without collections: median {frames[frames.Count / 2] * 1000:0.00} ms, "
            + $"98 % {frames[frames.Count * 98 / 100] * 1000:0.00} ms, longest {frames[^1] * 1000:0.00} ms; {bytesPerLine:0} bytes per line, connections included");
        Assert.That(bytesPerLine, Is.LessThan(MaxBytesPerLine));

        // The last few pages that the process touches for the first time may fall into one frame.
        Assert.That(frames[frames.Count * 98 / 100], Is.LessThan(Budget + 0.001));
        Assert.That(frames[^1], Is.LessThan(2 * Budget));
        LineServerTests.End(loop, scope);
    }

    private static void Talk(NetLoop loop, LineServer server, int clients)
    {
        using var peer = Peer.Start("line_clients.py", server.Endpoint.Port, clients, LinesPerClient);
        loop.PumpUntil(() => peer.HasExited, 60);
        peer.WaitForExit();
        Assert.That(peer.Output, Is.EqualTo($"ok {clients}\n"));
        loop.PumpUntil(() => server.ClientCount == 0);
    }
}
