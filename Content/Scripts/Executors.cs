// Work that takes long goes to an executor: other threads compute, the game keeps its frames, results come back here.
// Three kinds: the loop's default, one with so many workers at a time, one thread for libraries that insist on theirs.

string Combine(string a, string b)
{
    Thread.Sleep(200); // something expensive
    return a + b;
}

long frame = Loop.FrameNumber;
Log(await RunInExecutor(() => Combine("Hello,", " world!")));
Log($"{Loop.FrameNumber - frame} frames went by meanwhile");

ThreadPoolExecutor two = new(maxWorkers: 2);
string[] greetings = await Task.WhenAll(
    RunInExecutor(two, () => Combine("Hello,", " Ada!")),
    RunInExecutor(two, () => Combine("Hello,", " Grace!")),
    RunInExecutor(two, () => Combine("Hello,", " Katherine!")));
Log(string.Join(" ", greetings));

using ThreadExecutor own = new("Greeter");
Log(await RunInExecutor(own, () => Combine("Hello from ", Thread.CurrentThread.Name!)));
