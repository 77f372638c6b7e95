// A coroutine that is not awaited fails. The loop reports it at once: who, where it was started, the whole stack.
// Nothing has to be asked for beforehand, and everything else goes on.

Start(BrokenCoroutine);

await Delay(0.5);
Log("The loop is alive.");

async Task BrokenCoroutine()
{
    await NextFrame();
    throw new InvalidOperationException("OOOOOOPS");
}
