// One of many engine instances that share work on a Redis Cluster: a stream for each of its nodes, all instances members of one group. Instances may
// start and end at any time, by a crash too: what one leaves undone another does. An entry may be done twice, so doing it twice must be harmless.
//   Distributed.cs [streams] [name] [node] [journal]     default jobs0,jobs1,jobs2 <machine-process> 127.0.0.1:6379 and no file
// The other half:  redis-cli -c xadd jobs0 '*' n 1     Any node of the cluster will do; a single server works, too.

string[] streams = (args.Length > 0 ? args[0] : "jobs0,jobs1,jobs2").Split(',');
string name = args.Length > 1 ? args[1] : $"{Environment.MachineName}-{Environment.ProcessId}";
string[] node = (args.Length > 2 ? args[2] : "127.0.0.1:6379").Split(':');
using StreamWriter? journal = args.Length > 3 ? new StreamWriter(args[3], append: true) { AutoFlush = true } : null;
RedisWorkOptions work = new() { ClaimAfterSeconds = 5 };
int done = 0;

await using RedisClient redis = await RedisClient.Connect(new RedisOptions { Host = node[0], Port = int.Parse(node[1]) });
Log($"{name} works on {string.Join(", ", streams)}");
Start(Report);
await WhenAll(streams.Select(stream => Start(() => redis.Stream(stream).Work("instances", name, Do, work), stream)));

Task Do(RedisStreamEntry entry)
{
    journal?.WriteLine(entry["n"]);
    done++;
    return Task.CompletedTask;
}

async Task Report()
{
    await foreach (Tick tick in Every(5, clock: Clock.Real))
    {
        Log($"{name} has done {done}");
    }
}
