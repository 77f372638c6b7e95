// An event is the shot that starts a race: everyone waits for it, one sets it, all go on in the same frame.

AsyncManualResetEvent shot = new(name: "shot");
CallLater(0.1, Trigger);
await Task.WhenAll(Consumer("A"), Consumer("B"));

void Trigger()
{
    Log("EVENT SET");
    shot.Set();
}

async Task Consumer(string name)
{
    Log($"Consumer {name} waiting");
    await shot.WaitAsync();
    Log($"Consumer {name} triggered");
}
