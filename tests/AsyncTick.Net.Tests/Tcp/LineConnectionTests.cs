using System.Text;

namespace AsyncTick.Net.Tests;

public sealed class LineConnectionTests
{
    [Test]
    public void Open_NetcatServes_ReadsUntilItCloses()
    {
        using var loop = new NetLoop();
        var port = LoopbackPort.Free();
        using var nc = ServerProcess.Start("nc", "-l", "-N", "127.0.0.1", $"{port}");
        nc.Write("frame 1\nframe 2\r\nthe end");
        nc.EndInput();
        var lines = new List<string>();

        loop.Run(async () =>
        {
            await using var connection = await Retry(port);
            await foreach (var line in connection.ReadLines())
            {
                lines.Add(line);
            }
        });

        Assert.That(lines, Is.EqualTo(new[] { "frame 1", "frame 2", "the end" }));
    }

    [Test]
    public void ReadText_SplitCharacter_IsPutTogether()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.Start(loop, out var scope, async connection =>
        {
            await connection.Write("\u266b");
            await Async.Frames(3);
            await connection.Write(" fin");
        });
        var text = new StringBuilder();
        loop.Run(async () =>
        {
            await using var connection = await LineConnection.Open("localhost", server.Endpoint.Port);
            while (await connection.ReadText() is { } part)
            {
                text.Append(part);
            }
        });

        Assert.That(text.ToString(), Is.EqualTo("\u266b fin"));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Open_NobodyThere_SaysSo()
    {
        using var loop = new NetLoop();
        var port = LoopbackPort.Free();

        var error = Assert.Throws<NetworkException>(() => loop.Run(() => LineConnection.Open("127.0.0.1", port)));

        Assert.That(error!.Message, Does.Contain($"127.0.0.1:{port}").And.Contain("connection refused"));
    }

    [Test]
    public void Open_UnknownName_SaysSo()
    {
        using var loop = new NetLoop();

        var error = Assert.Throws<NetworkException>(() => loop.Run(() => LineConnection.Open("no-such-host.invalid", 1)));

        Assert.That(error!.Message, Does.Contain("'no-such-host.invalid' cannot be resolved"));
    }

    [Test]
    public void ReadLine_TaskCanceled_EndsInTheSameFrame()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope);
        var reading = loop.Loop.Start(async () =>
        {
            await using var connection = await LineConnection.Open("127.0.0.1", server.Endpoint.Port);
            await connection.ReadLine();
        });
        loop.PumpUntil(() => server.ClientCount == 1);

        reading.Cancel();
        loop.FramesPerSecond = 60;
        loop.Frame();
        loop.Frame();

        Assert.That(reading.IsCompleted);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void ReadLine_TwoReaders_TheSecondIsRefused()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope);
        loop.Run(async () =>
        {
            await using var connection = await LineConnection.Open("127.0.0.1", server.Endpoint.Port);
            var first = Async.Start(async () => { await connection.ReadLine(); });
            var second = connection.ReadLine().AsTask();
            Assert.That(second.Exception?.InnerException, Is.InstanceOf<InvalidOperationException>().With.Message.Contains("still waits to read"));
            first.Cancel();
            await first.Task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        });
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void WriteLine_LineBreakInside_IsRefused()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope);
        loop.Run(async () =>
        {
            await using var connection = await LineConnection.Open("127.0.0.1", server.Endpoint.Port);
            Assert.Throws<ArgumentException>(() => _ = connection.WriteLine("two\nlines"));
        });
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Lines_OverTheFrameQuota_WaitForTheNextFrames()
    {
        using var loop = new NetLoop(budgetSeconds: 1);
        var perFrame = new Dictionary<long, int>();
        var server = LineServerTests.Start(
            loop,
            out var scope,
            async connection =>
            {
                await foreach (var _ in connection.ReadLines())
                {
                    perFrame[loop.Loop.FrameNumber] = perFrame.GetValueOrDefault(loop.Loop.FrameNumber) + 1;
                }
            },
            new LineServerOptions { MaxLinesPerFrame = 7 });
        using var first = LineServerTests.Connect(server);
        using var second = LineServerTests.Connect(server);
        var lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x\n", 100)));
        first.GetStream().Write(lines);
        second.GetStream().Write(lines);

        loop.PumpUntil(() => perFrame.Values.Sum() == 200);

        Assert.That(perFrame.Values.Max(), Is.EqualTo(7));
        LineServerTests.End(loop, scope);
    }

    // netcat needs a moment until it listens, and takes one client only, so the knock must be the conversation.
    private static async Task<LineConnection> Retry(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await LineConnection.Open("127.0.0.1", port);
            }
            catch (NetworkException) when (attempt < 100)
            {
                await Async.Delay(0.02, Clock.Real);
            }
        }
    }
}
