// A worker on a Redis stream: entries are shared among all workers of the group, and none is lost when one of them dies.
//   RedisWorker.cs [stream] [group] [name] [host] [port]     default jobs builders <machine-process> 127.0.0.1 6379
// The other half:  redis-server; redis-cli xadd jobs '*' label Hero     Kill one of several workers: the others take over in five seconds.

string stream = args.Length > 0 ? args[0] : "jobs";
string group = args.Length > 1 ? args[1] : "builders";
string name = args.Length > 2 ? args[2] : $"{Environment.MachineName}-{Environment.ProcessId}";
RedisOptions options = new()
{
    Host = args.Length > 3 ? args[3] : "127.0.0.1",
    Port = args.Length > 4 ? int.Parse(args[4]) : 6379,
    Password = Environment.GetEnvironmentVariable("REDIS_PASSWORD"),
};

await using RedisClient redis = await RedisClient.Connect(options);
Log($"{name} works on {stream} for {group}");
await redis.Stream(stream).Work(group, name, Build, new RedisWorkOptions { ClaimAfterSeconds = 5 });

async Task Build(RedisStreamEntry entry)
{
    Log($"{entry.Id}: building {entry["label"]}{(entry.IsRedelivery ? " (again)" : "")}");
    await Delay(0.2);
    Log($"{entry.Id}: done");
}
