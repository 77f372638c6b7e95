// Talks to a WebSocket echo server and stays connected when the server goes away for a while.
//   WebSocketEcho.cs [address]     without one it starts an echo server of its own and shows both halves
// Another half:  any echo server, such as the one in the documentation of Python's websockets library.

await using WebSocketServer? server = args.Length == 0 ? WebSocketServer.StartEcho() : null;
Uri address = server?.Address ?? new Uri(args[0]);

await using WebSocketLink link = WebSocketLink.Start(address);
Start(Print);
for (int number = 1; ; number++)
{
    await link.Send($"Hello World! ({number})");
    await Delay(1);
}

async Task Print()
{
    await foreach (WebSocketMessage message in link.ReceiveAll())
    {
        Log($"{address} says: {message.Text}");
    }
}
