using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>Answers each connection with exactly the bytes that a test wants, right or wrong: for servers that cannot be installed.</summary>
public sealed class RawHttpServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _accepting;

    /// <param name="answer">Gets the number of the connection, the request's text, and where to write.</param>
    public RawHttpServer(Func<int, string, NetworkStream, Task> answer)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(() => Accept(answer));
    }

    public int Port { get; }

    public int Connections { get; private set; }

    public Uri Address(string path = "/") => new($"http://127.0.0.1:{Port}{path}");

    public static ValueTask Write(NetworkStream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    public void Dispose()
    {
        _listener.Dispose();
        _accepting.Wait();
    }

    private async Task Accept(Func<int, string, NetworkStream, Task> answer)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var number = Connections++;
                _ = Task.Run(() => Answer(client, number, answer));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    private static async Task Answer(TcpClient client, int number, Func<int, string, NetworkStream, Task> answer)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = new StringBuilder();
                var buffer = new byte[4096];
                while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    var read = await stream.ReadAsync(buffer);
                    if (read == 0)
                    {
                        return;
                    }

                    request.Append(Encoding.Latin1.GetString(buffer, 0, read));
                }

                await answer(number, request.ToString(), stream);
            }
            catch (IOException)
            {
                // The listener has gone.
            }
        }
    }
}
