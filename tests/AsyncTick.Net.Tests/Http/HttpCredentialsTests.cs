using System.Net.Sockets;

namespace AsyncTick.Net.Tests;

/// <summary>The user name and password in an address go where it leads, and nowhere else.</summary>
public sealed class HttpCredentialsTests
{
    [TestCase(true)]
    [TestCase(false)]
    [Category("case 22")]
    public void Redirection_WithCredentialsInTheAddress_SendsThemToThatServerOnly(bool toItself)
    {
        var got = new List<string>();
        async Task Stream(string request, NetworkStream stream)
        {
            got.Add(request);
            await RawHttpServer.Write(stream, request.Contains("Authorization: ", StringComparison.Ordinal) ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nmusic"
                : "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
        }

        using var other = new RawHttpServer((_, request, stream) => Stream(request, stream));
        using var server = new RawHttpServer(async (_, request, stream) =>
        {
            if (request.StartsWith("GET /live ", StringComparison.Ordinal))
            {
                await RawHttpServer.Write(stream, $"HTTP/1.1 302 Found\r\nLocation: {(toItself ? "/stream" : other.Address("/stream"))}\r\nContent-Length: 0\r\n\r\n");
                return;
            }

            await Stream(request, stream);
        });
        using var loop = new NetLoop();
        var text = "";
        var open = () => loop.Run(async () =>
        {
            await using var stream = await HttpStream.Open(new Uri($"http://listener:s3cr%C3%A9t@127.0.0.1:{server.Port}/live"));
            text = await stream.ReadText(100);
        });
        if (toItself)
        {
            open();
            Assert.That(text, Is.EqualTo("music"));
            Assert.That(got[^1], Does.Contain("Authorization: Basic " + Convert.ToBase64String("listener:s3cr\u00e9t"u8)));
        }
        else
        {
            Assert.That(Assert.Throws<NetworkException>(() => open())!.Message, Does.Contain("401"));
            Assert.That(got, Is.Not.Empty.And.None.Contains("Authorization"));
        }
    }
}
