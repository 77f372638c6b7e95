using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Benchmarks;

/// <summary>A station that sends silence as MP3 (128 kbit/s, 44.1 kHz), as fast as it is taken, with an empty metadata block where Icecast puts them.</summary>
public sealed class RadioStation : IDisposable
{
    private const int Interval = 16_000;
    private static readonly byte[] FrameHeader = [0xFF, 0xFB, 0x90, 0x64];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Thread _thread;
    private Socket? _client;

    public RadioStation()
    {
        _listener.Start();
        _thread = new Thread(Serve) { IsBackground = true, Name = "station" };
        _thread.Start();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}/silence");

    public void Dispose()
    {
        _listener.Dispose();
        _client?.Dispose();
        _thread.Join();
    }

    private void Serve()
    {
        try
        {
            _client = _listener.AcceptSocket();
            _client.Receive(new byte[4096]);
            _client.Send("HTTP/1.0 200 OK\r\nContent-Type: audio/mpeg\r\nicy-metaint: 16000\r\n\r\n"u8);
            var body = Body();
            while (true)
            {
                for (var sent = 0; sent < body.Length;)
                {
                    sent += _client.Send(body.AsSpan(sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    // 417 intervals hold a whole number of frames: sent again and again it is one stream.
    private static byte[] Body()
    {
        var body = new List<byte>();
        for (var i = 0; i < 417 * Interval; i++)
        {
            body.Add(i % 417 < FrameHeader.Length ? FrameHeader[i % 417] : (byte)0);
            if ((i + 1) % Interval == 0)
            {
                body.Add(0);
            }
        }

        return [.. body];
    }
}
