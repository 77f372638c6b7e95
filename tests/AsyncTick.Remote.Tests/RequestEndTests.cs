using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;

namespace AsyncTick.Remote.Tests;

/// <summary>A request is over for its peer when it has the answer, whatever the host still does about it.</summary>
public sealed class RequestEndTests
{
    private static readonly Type Connection = typeof(RemoteHost).Assembly.GetType("AsyncTick.Remote.Sockets.RemoteConnection")!;
    private static readonly Type Request = typeof(RemoteHost).Assembly.GetType("AsyncTick.Remote.Protocol.RemoteRequest")!;

    [Test]
    public async Task Answered_WhileItsHandlerGoesOn_LeavesItsIdAndItsPlace()
    {
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var path = Path.Combine(SocketFolder.Path, "ends.sock");
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var client = await RawClient.ConnectAsync(path);
        TaskCompletionSource late = new();
        var find = typeof(RequestEndTests).GetMethod(nameof(Find), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(Request).Invoke(null, [late.Task]);
        var peer = Activator.CreateInstance(Connection.Assembly.GetType("AsyncTick.Remote.Sockets.Peer")!)!;
        var connection = Activator.CreateInstance(Connection, await listener.AcceptAsync(), peer, new RemoteOptions { MaxRequests = 1 }, (ReadOnlyMemory<byte>)"{}\n"u8.ToArray(), find)!;
        var serving = (Task)Connection.GetMethod("ServeAsync")!.Invoke(connection, [CancellationToken.None])!;

        foreach (var id in new[] { 1, 1, 2 })
        {
            await client.SendAsync($"{{\"id\":{id},\"verb\":\"late\"}}\n");
            Assert.That((await client.NextEndAsync()).GetRawText(), Does.Contain("result"));
        }

        late.SetResult();
        client.Dispose();
        await serving;
    }

    private static Func<string, Func<T, Task>?> Find<T>(Task late) => _ => async request =>
    {
        typeof(T).GetMethod("Complete")!.Invoke(request, [(Action<Utf8JsonWriter>)(static _ => { })]);
        await late;
    };
}
