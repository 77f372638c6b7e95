using System.Net;
using System.Net.Sockets;

namespace AsyncTick.Net.Tests;

/// <summary>What a server's handler throws is a fault of its client's task: in the log once, and told by <see cref="GameLoop.Faulted"/>.</summary>
public sealed class HandlerFaultTests
{
    [Test]
    public void LineServer_HandlerThrows_IsAFaultOfTheClientsTask() => AssertOneFault("tcp client 127.0.0.1:", async () =>
    {
        await using var server = LineServer.Start(async connection =>
        {
            await connection.ReadLine();
            throw new InvalidOperationException("handler fault");
        });
        using var client = new TcpClient();
        await client.ConnectAsync(server.Endpoint).InScope();
        await client.GetStream().WriteAsync("x\n"u8.ToArray()).AsTask().InScope();
        await client.GetStream().ReadAsync(new byte[1]).AsTask().InScope();
    });

    [Test]
    public void HttpServer_HandlerThrows_IsAFaultOfTheRequestsTask() => AssertOneFault("http GET /page", async () =>
    {
        await using var server = HttpServer.Start(static _ => throw new InvalidOperationException("handler fault"));
        using var client = new HttpClient();
        using var response = await client.GetAsync($"http://{server.Endpoint}/page").InScope();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
    });

    [Test]
    public void WebSocketServer_HandlerThrows_IsAFaultOfTheRequestsTask() => AssertOneFault("http GET /", async () =>
    {
        await using var server = WebSocketServer.Start(static async connection =>
        {
            await foreach (var _ in connection.ReceiveAll())
            {
                throw new InvalidOperationException("handler fault");
            }
        });
        await using var client = await WebSocketConnection.Connect(server.Address);
        await client.Send("x");
        try
        {
            await foreach (var _ in client.ReceiveAll())
            {
            }
        }
        catch (NetworkException)
        {
            // Closed in good order or not.
        }
    });

    // As a handler's own HTTP client does when its time is over.
    [Test]
    public void HttpServer_HandlerEndsWithACancellationOfItsOwn_Answers500() => AssertOneFault("http GET /page", async () =>
    {
        await using var server = HttpServer.Start(static _ => throw new TaskCanceledException("handler fault"));
        using var client = new HttpClient();
        using var response = await client.GetAsync($"http://{server.Endpoint}/page").InScope();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.InternalServerError));
    });

    private static void AssertOneFault(string taskName, Func<Task> scenario)
    {
        using var loop = new NetLoop();
        var faults = new List<TaskFault>();
        loop.Loop.Faulted += faults.Add;
        loop.Run(scenario);
        loop.PumpUntil(() => faults.Count > 0);
        Assert.That(faults.Select(static fault => fault.Exception.Message), Is.EqualTo(["handler fault"]));
        Assert.That(faults[0].TaskName, Does.StartWith(taskName));
        Assert.That(loop.Log.Lines.Select(static line => line.Text), Has.One.Contains("Exception: handler fault"));
    }
}
