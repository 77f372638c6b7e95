// Prints what a telnet server sends until it closes, while two timers go on: the tutorial's film.
//   Telnet.cs [host] [port]                     default 127.0.0.1 2323
// The other half:  nc -l -N 127.0.0.1 2323 < some-text-file      (or a film: towel.blinkenlights.nl 23)

string host = args.Length > 0 ? args[0] : "127.0.0.1";
int port = args.Length > 1 ? int.Parse(args[1]) : 2323;

Start(() => SimpleTimer(1));
Start(() => SimpleTimer(3));

await using LineConnection connection = await LineConnection.Open(host, port);
while (await connection.ReadText() is { } text)
{
    Log(text);
}

Log($"{connection.PeerName} has closed the connection");
Scope.CancelTasks();

async Task SimpleTimer(double frequency)
{
    await foreach (Tick _ in Every(frequency))
    {
        Log($"{frequency} seconds elapsed");
    }
}
