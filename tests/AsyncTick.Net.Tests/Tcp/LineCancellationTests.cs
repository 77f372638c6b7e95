using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>A wait that was canceled has taken nothing, added nothing and kept nothing.</summary>
public sealed class LineCancellationTests
{
    [Test]
    [Category("case 03")]
    [Category("case 03")]
    public void ReadLine_TimedOutThenReadText_HandsOutWhatHadArrived()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", peer.Port);
            peer.Accept().Write("login: ");
            await Assert.ThatAsync(() => Async.WithTimeout(0.1, async () => { await client.ReadLine(); }, "a line", Clock.Real), Throws.InstanceOf<OperationTimeoutException>());

            var text = client.ReadText();
            Assert.That(text.IsCompleted, "it is there, so nothing is to be waited for");
            Assert.That(await text, Is.EqualTo("login: "));
            peer.Write("pass");
            await Assert.ThatAsync(() => Async.WithTimeout(0.1, async () => { await client.ReadLine(); }, "a line", Clock.Real), Throws.InstanceOf<OperationTimeoutException>());
            Assert.That(await client.ReadText(), Is.EqualTo("pass"));
            peer.Write("a\nb\nc\n");
            Assert.That((await client.ReadLine(), await client.ReadLine(), await client.ReadLine()), Is.EqualTo(("a", "b", "c")));
        });
    }

    [Test]
    [Category("case 03")]
    public void ReadText_EndsInsideACharacter_TheNextReadLineHasItWhole()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", peer.Port);
            var whole = Encoding.UTF8.GetBytes("x\u266b!\n");
            peer.Accept().Write(whole.AsSpan(0, 2));
            Assert.That(await client.ReadText(), Is.EqualTo("x"));
            peer.Write(whole.AsSpan(2));
            Assert.That(await client.ReadLine(), Is.EqualTo("\u266b!"));
        });
    }

    [Test]
    [Category("case 04")]
    public void ReadLine_CanceledWhileItWaitsForItsQuota_LosesNoLine()
    {
        using var loop = new NetLoop();
        var got = new List<string>();
        var timeouts = 0;
        var done = false;
        var server = LineServerTests.Start(
            loop,
            out var scope,
            async client =>
            {
                while (!done)
                {
                    try
                    {
                        // Frames are 2 ms here: some waits for the quota are cut off, some are not.
                        var line = await Async.WithTimeout(0.003, async () => await client.ReadLine(), "line", Clock.Real);
                        done = line is null;
                        got.AddRange(line is null ? [] : [line]);
                    }
                    catch (OperationTimeoutException)
                    {
                        timeouts++;
                    }
                }
            },
            new LineServerOptions { MaxLinesPerFrame = 1 });
        using var first = LineServerTests.Connect(server);
        first.GetStream().Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 60).Select(i => $"line {i}\n"))));
        first.Client.Shutdown(SocketShutdown.Send);
        loop.FramesPerSecond = 500;
        loop.PumpUntil(() => done);

        TestContext.Out.WriteLine($"{timeouts} waits were cut off");
        Assert.That(got, Is.EqualTo(Enumerable.Range(1, 60).Select(i => $"line {i}")));
        LineServerTests.End(loop, scope);
    }

    [Test]
    public void FrameQuota_CanceledWaits_LeaveTheLineAndTakeNoTurn()
    {
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            var quota = new FrameQuota(Async.Scope, 1, "quota");
            await quota.Enter();
            var waiting = Enumerable.Range(0, 100).Select(_ => Async.Start(async () => await quota.Enter())).ToList();
            waiting.ForEach(task => task.Cancel());
            await Async.NextFrame();
            Assert.That(quota.Waiting, Is.Zero);
            var frame = Async.Loop.FrameNumber;
            await quota.Enter();
            Assert.That(Async.Loop.FrameNumber - frame, Is.LessThanOrEqualTo(1));
        });
    }

    [Test]
    public void WriteLine_CanceledWhileThePeerTakesNothing_IsNotSent()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            await using var client = await LineConnection.Open("127.0.0.1", peer.Port, new LineOptions { MaxUnsentBytes = 1000 });
            peer.Accept();
            var sent = 0;
            var full = false;
            while (!full)
            {
                try
                {
                    await Async.WithTimeout(0.2, async () => await client.WriteLine($"{sent:00000000}{new string('x', 10_000)}"), "write", Clock.Real);
                    sent++;
                }
                catch (OperationTimeoutException)
                {
                    full = true;
                }
            }

            var reading = Task.Run(() => peer.ReadLines(sent + 1));
            await client.WriteLine($"{sent:00000000} the next one");
            var lines = await reading.InScope();
            Assert.That(lines.Select(line => int.Parse(line[..8])), Is.EqualTo(Enumerable.Range(0, sent + 1)));
            Assert.That(lines[^1], Does.EndWith("the next one"), "the line that was canceled is not sent as well");
        });
    }

    [Test]
    public void WriteLine_WaitsWhenTheConnectionIsDisposed_Ends()
    {
        using var loop = new NetLoop();
        using var peer = new LoopbackPeer();
        loop.Run(async () =>
        {
            var client = await LineConnection.Open("127.0.0.1", peer.Port, new LineOptions { MaxUnsentBytes = 1000, CloseSeconds = 0.05 });
            peer.Accept();
            var writers = Enumerable.Range(0, 3).Select(_ => Async.Start(async () =>
            {
                try
                {
                    while (true)
                    {
                        await client.WriteLine(new string('x', 10_000));
                    }
                }
                catch (NetworkException)
                {
                }
            })).ToList();
            await Async.Delay(0.1, Clock.Real);
            await client.DisposeAsync();
            await Async.WithTimeout(2, async () => await Async.Until(() => writers.All(writer => writer.IsCompleted)), "the writers", Clock.Real);
            await Assert.ThatAsync(async () => await client.WriteLine("late"), Throws.InstanceOf<NetworkException>());
            await Assert.ThatAsync(async () => await client.ReadLine(), Throws.InstanceOf<NetworkException>());
        });
    }
}
