using System.Text;

namespace AsyncTick.Net.Tests;

public sealed class HttpStreamCancellationTests
{
    [TestCase(false)]
    [TestCase(true)]
    [Category("case 17")]
    [Category("case 17")]
    public void Cancel_OpenOrRead_EndsAtOnceAsACancellation(bool answers)
    {
        var release = new TaskCompletionSource();
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, answers ? "HTTP/1.1 200 OK\r\n\r\nfirst" : "");
            await release.Task;
        });
        using var loop = new NetLoop();
        var got = "";
        var task = loop.Loop.Start(async () =>
        {
            await using var stream = await HttpStream.Open(server.Address());
            var buffer = new byte[100];
            while (true)
            {
                got += Encoding.ASCII.GetString(buffer, 0, await stream.Read(buffer));
            }
        });
        loop.PumpUntil(() => server.Connections == 1 && (got == "first" || !answers));
        loop.PumpFor(0.05);
        task.Cancel();
        loop.PumpUntil(() => task.IsCompleted, 8);
        release.SetResult();

        Assert.That(task.Task.IsCanceled);
        Assert.That(loop.Log.Errors, Is.Empty);
    }

    [Test]
    public void Read_TimedOut_LosesNothing()
    {
        var next = new TaskCompletionSource();
        using var server = new RawHttpServer(async (_, _, stream) =>
        {
            await RawHttpServer.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nfirst");
            await next.Task;
            await RawHttpServer.Write(stream, " second");
        });
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var stream = await HttpStream.Open(server.Address());
            var text = "";
            var buffer = new byte[100];
            text += Encoding.ASCII.GetString(buffer, 0, await stream.Read(buffer));
            for (var i = 0; i < 3; i++)
            {
                await Assert.ThatAsync(() => Async.WithTimeout(0.05, async () => { await stream.Read(buffer); }, "read", Clock.Real), Throws.InstanceOf<OperationTimeoutException>());
            }

            next.SetResult();
            while (await stream.Read(buffer) is > 0 and var read)
            {
                text += Encoding.ASCII.GetString(buffer, 0, read);
            }

            Assert.That(text, Is.EqualTo("first second"));
        });
    }

    [Test]
    [Category("case 26")]
    public void Options_WithoutLimits_DoNotOverflow()
    {
        using var server = new RawHttpServer((_, _, stream) => RawHttpServer.Write(stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").AsTask());
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            const double Ever = double.PositiveInfinity;
            await using var stream = await HttpStream.Open(server.Address(), new HttpStreamOptions { ConnectSeconds = Ever, HeaderSeconds = Ever, StallSeconds = Ever });
            Assert.That(await stream.ReadText(100), Is.EqualTo("ok"));
        });
    }
}
