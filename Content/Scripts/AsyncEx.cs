#:package Nito.AsyncEx.Coordination@5.1.2

// A package from NuGet on this loop: AsyncEx's own lock and event. Both come back to the game thread by themselves; InScope() ends the
// waits with the script, for AsyncEx knows nothing of scopes.
using AsyncLock = Nito.AsyncEx.AsyncLock;
using AsyncManualResetEvent = Nito.AsyncEx.AsyncManualResetEvent;

AsyncLock gate = new();
AsyncManualResetEvent opened = new();
Start(() => Visitor("Ada"));
Start(() => Visitor("Grace"));
await Delay(1);
Log("the gate opens");
opened.Set();

async Task Visitor(string name)
{
    await opened.WaitAsync().InScope();
    using (await gate.LockAsync(Token))
    {
        Log($"{name} goes in at frame {Loop.FrameNumber}");
        await Delay(0.5);
        Log($"{name} comes out");
    }
}
