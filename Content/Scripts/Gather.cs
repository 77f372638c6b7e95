// Two coroutines count at their own pace, and one await waits for both: concurrent, on one thread.
// Calling an async function starts it at once. Awaiting says when to go on, not when to begin.

await Task.WhenAll(Count("cor1", times: 10, pause: 1.5), Count("cor2", times: 15, pause: 1));
Log("both are done");

async Task Count(string name, int times, double pause)
{
    Log($"{name} start");
    for (int i = 0; i < times; i++)
    {
        await Delay(pause);
        Log($"{name} {i}");
    }
}
