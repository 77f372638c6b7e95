// A TCP server: each line that a client sends spawns an actor with that label and is answered with "ok" or "error". At most eight per frame.
//   TcpActorSpawner.cs [port] [class] [address]     default 8885 Character 127.0.0.1: only this machine can connect
// The other half:  printf 'Hero\nVillain\n' | nc -N 127.0.0.1 8885

ActorSpawnOptions options = new()
{
    ClassName = args.Length > 1 ? args[1] : "Character",
    Server = new LineServerOptions
    {
        Port = args.Length > 0 ? int.Parse(args[0]) : 8885,
        Address = System.Net.IPAddress.Parse(args.Length > 2 ? args[2] : "127.0.0.1"),
    },
};

// The host's world spawns where there is one that can; otherwise the log says what would be spawned.
IActorSpawner spawner = Scope.World as IActorSpawner ?? new LogSpawner();

await using ActorSpawnServer server = ActorSpawnServer.Start(spawner, options);
Log($"tcp server spawned on {server.Endpoint}");
await server.WaitClosed();

sealed class LogSpawner : IActorSpawner
{
    public void Spawn(string className, string label) => Log($"no world here; this would be a {className} labeled '{label}'");
}
