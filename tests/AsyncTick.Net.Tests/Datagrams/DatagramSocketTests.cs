using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net.Tests;

public sealed class DatagramSocketTests
{
    [Test]
    public void SendAndReceive_TwoSockets_EachKnowsTheOther()
    {
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var first = DatagramSocket.Open();
            await using var second = DatagramSocket.Open();
            await first.Send("ping"u8.ToArray(), second.Endpoint);
            var ping = await second.Receive();
            await second.Send("pong"u8.ToArray(), ping.From);
            var pong = await first.Receive();
            Assert.That((ping.Text, ping.From, pong.Text, pong.From), Is.EqualTo(("ping", first.Endpoint, "pong", second.Endpoint)));
            await first.Send(default, second.Endpoint);
            Assert.That((await second.Receive()).Payload.Length, Is.Zero);
            await Assert.ThatAsync(async () => await first.Send(new byte[70_000], second.Endpoint), Throws.InstanceOf<NetworkException>());
        });
    }

    [Test]
    public void Receive_CanceledAndClosed_LosesNothingAndEnds()
    {
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var receiver = DatagramSocket.Open();
            await using var sender = DatagramSocket.Open();
            await Assert.ThatAsync(() => Async.WithTimeout(0.05, async () => { await receiver.Receive(); }, "receive", Clock.Real), Throws.InstanceOf<OperationTimeoutException>());
            await sender.Send("x"u8.ToArray(), receiver.Endpoint);
            Assert.That((await receiver.Receive()).Text, Is.EqualTo("x"));
            var waiting = Async.Start(async () =>
            {
                await foreach (var _ in receiver.ReceiveAll())
                {
                }
            });
            await Async.NextFrame();
            await receiver.DisposeAsync();
            await waiting;
            await Assert.ThatAsync(async () => await receiver.Receive(), Throws.InstanceOf<NetworkException>());
        });
    }

    [Test]
    public void Receive_FloodOfEmptyDatagrams_IsBoundedAndCounted()
    {
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var receiver = DatagramSocket.Open(new DatagramOptions { Capacity = 1000, CapacityBytes = 6400 });
            using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            for (var i = 0; receiver.Dropped == 0; i++)
            {
                sender.SendTo(default(ReadOnlySpan<byte>), SocketFlags.None, receiver.Endpoint);
                Assert.That(i, Is.LessThan(1_000_000));
            }

            var got = 0;
            while (got < 100)
            {
                await receiver.Receive();
                got++;
            }

            Assert.That(receiver.Dropped, Is.Positive);
        });
    }

    [Test]
    public void Open_PortTaken_ReportsTheRealReason()
    {
        using var loop = new NetLoop();
        loop.Run(async () =>
        {
            await using var first = DatagramSocket.Open();
            Assert.Throws<NetworkException>(() => DatagramSocket.Open(new DatagramOptions { Port = first.Endpoint.Port }));
            Assert.Throws<NetworkException>(() => DatagramSocket.Open(new DatagramOptions { Address = IPAddress.Parse("192.0.2.1") }));
        });
    }
}
