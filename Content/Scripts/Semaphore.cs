// Four downloads, at most two at a time: a semaphore hands its permits on in the order in which tasks asked for them, in the same frame.

AsyncSemaphore slots = new(2, "slots");
foreach (string name in new[] { "A", "B", "C", "D" })
{
    Start(() => Download(name), name: $"download {name}");
}

async Task Download(string name)
{
    using (await slots.LockAsync())
    {
        Log($"{name} begins");
        await Delay(1);
        Log($"{name} is here");
    }
}
