using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>Clients that misbehave cost nothing but their own connection: in each test a well-behaved one goes on beside them.</summary>
public sealed class LineServerHostileTests
{
    [Test]
    public void Client_SlowLoris_IsClosedAfterTheIdleTime()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { IdleSeconds = 0.3 });
        using var loris = LineServerTests.Connect(server);
        var next = 0.0;
        loop.PumpUntil(() => server.ClientCount == 1);
        loop.PumpUntil(() =>
        {
            // A byte every 20 ms, never a whole line: activity, but no progress.
            if (loop.Now > next && server.ClientCount > 0)
            {
                next = loop.Now + 0.02;
                try
                {
                    loris.GetStream().WriteByte((byte)'a');
                }
                catch (IOException)
                {
                }
            }

            return server.ClientCount == 0;
        });

        Assert.That(loop.Log.Warnings, Has.One.Contains("has not completed a line"));
        AssertStillServes(loop, server);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Client_HalfOpen_IsClosedAfterTheIdleTime()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { IdleSeconds = 0.2 });
        using var silent = LineServerTests.Connect(server);
        loop.PumpUntil(() => server.ClientCount == 1);
        loop.PumpUntil(() => server.ClientCount == 0);

        AssertStillServes(loop, server);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Client_ReadsNothing_IsHeldBackThenClosed()
    {
        using var loop = new NetLoop();
        var written = 0L;
        var server = LineServerTests.Start(
            loop,
            out var scope,
            async connection =>
            {
                var line = new string('x', 1000);
                while (true)
                {
                    await connection.WriteLine(line);
                    written += line.Length;
                }
            },
            new LineServerOptions { IdleSeconds = 0.3 });
        using var deaf = LineServerTests.Connect(server);
        loop.PumpUntil(() => server.ClientCount == 1);
        loop.PumpUntil(() => server.ClientCount == 0);

        Assert.That(written, Is.LessThan(32 * 1024 * 1024), "the unread replies are bounded by the pipe and the kernel");
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Client_LineTooLong_IsToldAndClosed()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope, options: new LineServerOptions { MaxLineBytes = 1000 });
        using var client = LineServerTests.Connect(server);
        var allowed = new string('a', 1000);
        var sender = Task.Run(() =>
        {
            client.GetStream().Write(Encoding.UTF8.GetBytes(allowed + "\r\n"));
            client.GetStream().Write(Encoding.UTF8.GetBytes(new string('b', 1001) + "\n"));
            return LineServerTests.ReadToEnd(client);
        });
        loop.PumpUntil(() => sender.IsCompleted);

        Assert.That(sender.Result, Is.EqualTo($"ok {allowed}\nerror the line is longer than 1000 bytes\n"));
        AssertStillServes(loop, server);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Client_EndlessLine_MemoryStaysBounded()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope);
        using var client = LineServerTests.Connect(server);
        client.SendTimeout = 5000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sender = Task.Run(() =>
        {
            var chunk = new byte[64 * 1024];
            Array.Fill(chunk, (byte)'z');
            try
            {
                for (var i = 0; i < 1000; i++)
                {
                    client.GetStream().Write(chunk);
                }
            }
            catch (IOException)
            {
            }
        });
        loop.PumpUntil(() => sender.IsCompleted && server.ClientCount == 0);

        Assert.That(GC.GetTotalMemory(forceFullCollection: true) - before, Is.LessThan(4 * 1024 * 1024));
        Assert.That(loop.Log.Plain, Has.Some.Contains("the line is longer than 65536 bytes"));
        AssertStillServes(loop, server);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Client_Binary_IsToldAndClosed()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope);
        using var client = LineServerTests.Connect(server);
        client.GetStream().Write([(byte)'o', (byte)'k', 0xFF, 0xFE, 0x00, (byte)'\n']);
        var reply = Task.Run(() => LineServerTests.ReadToEnd(client));
        loop.PumpUntil(() => reply.IsCompleted);

        Assert.That(reply.Result, Is.EqualTo("error the line is not UTF-8: byte 0xFF at position 2\n"));
        AssertStillServes(loop, server);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Clients_ResetAtOnce_LeaveNothing()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.StartEcho(loop, out var scope);
        for (var i = 0; i < 200; i++)
        {
            var client = LineServerTests.Connect(server);
            client.GetStream().Write("partial"u8);

            // No lingering: a reset instead of an end.
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            client.Dispose();
            if (i % 10 == 0)
            {
                loop.Frame();
            }
        }

        AssertStillServes(loop, server);
        loop.PumpUntil(() => server.ClientCount == 0);
        Assert.That(loop.Log.Errors, Is.Empty);
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void Client_ResetWhileItsHandlerWrites_IsNoFault()
    {
        using var loop = new NetLoop();
        var server = LineServerTests.Start(loop, out var scope, async connection =>
        {
            while (true)
            {
                await connection.WriteLine("spam");
                await Async.NextFrame();
            }
        });
        var client = LineServerTests.Connect(server);
        loop.PumpUntil(() => client.Available > 0);
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();
        loop.PumpUntil(() => server.ClientCount == 0);

        Assert.That(loop.Log.Errors, Is.Empty);
        LineServerTests.End(loop, scope);
    }

    private static void AssertStillServes(NetLoop loop, LineServer server)
    {
        using var good = LineServerTests.Connect(server);
        good.GetStream().Write("still there?\n"u8);
        loop.PumpUntil(() => good.Available >= "ok still there?\n".Length);
        var reply = new byte[64];
        var read = good.GetStream().Read(reply);
        Assert.That(Encoding.UTF8.GetString(reply, 0, read), Is.EqualTo("ok still there?\n"));
    }
}
