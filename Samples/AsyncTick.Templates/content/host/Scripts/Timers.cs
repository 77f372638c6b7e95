Start(() => SimpleTimer(1));
Start(() => SimpleTimer(3));

async Task SimpleTimer(double frequency)
{
    await foreach (Tick _ in Every(frequency))
    {
        Log($"{frequency} seconds elapsed");
    }
}
