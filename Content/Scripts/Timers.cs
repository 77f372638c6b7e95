// Two timers on the game thread. Each waits for its own time; no frame waits for either of them.
// They run until they are canceled: AsyncTick.Cancel Timers.cs, or start the script again, which replaces them.

Start(() => SimpleTimer(1));
Start(() => SimpleTimer(3));

async Task SimpleTimer(double frequency)
{
    // Every() keeps to its grid: after an hour it is still on the second.
    await foreach (Tick _ in Every(frequency))
    {
        Log($"{frequency} seconds elapsed");
    }
}
