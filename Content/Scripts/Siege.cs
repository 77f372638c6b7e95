// A castle under siege: sixty tasks that wait on everything a task can wait on, for a look at AsyncTick.List and at the dashboard.
// One lock is contended, some tasks are paused, one does not end when it is canceled, and every stone of the trebuchet misses.

AsyncLock drawbridge = new("drawbridge");
TaskScope walls = Scope.CreateChild("walls");
TaskScope keep = Scope.CreateChild("keep");
TaskScope reserve = Scope.CreateChild("reserve");
Random random = new(7);

for (int i = 1; i <= 3; i++) { int cart = i; keep.Start(() => Cart(cart), $"Cart {cart}"); }
keep.Start(Cook, "Cook");
keep.Start(Lookout, "Lookout");
keep.Start(Messenger, "Messenger");
keep.Start(Pathfinder, "Pathfinder");
GameTask herald = keep.Start(Herald, "Herald");
for (int i = 1; i <= 3; i++) { reserve.Start(Wait, $"Reserve {i}"); }
reserve.Pause();
for (int i = 1; i <= 40; i++) { int post = i; walls.Start(() => Patrol(post), $"Patrol {post}"); }
Start(Trebuchet, "Trebuchet");
await NextFrame();
herald.Cancel();
await new AsyncManualResetEvent(name: "relief").WaitAsync();

async Task Patrol(int post)
{
    while (true)
    {
        await Delay(0.4 + random.NextDouble() * 5);
        Work(0.25 * random.NextDouble());
    }
}

async Task Cart(int cart)
{
    while (true)
    {
        using (await drawbridge.LockAsync())
        {
            SetStatus("crossing");
            await Delay(2.5);
        }

        SetStatus("");
        await Delay(1);
    }
}

async Task Cook()
{
    await foreach (Tick tick in Every(3))
    {
        Work(1.2);
        Log($"Soup {tick.Index} is served.");
    }
}

async Task Herald()
{
    try { await Delay(600); }
    finally
    {
        using (Defer(600)) { await Delay(300); }
    }
}

async Task Wait() => await Delay(1000);

async Task Lookout() => await Until(() => random.NextDouble() < 0);

async Task Messenger()
{
    while (true) { await Task.Delay(60000).InScope(); }
}

async Task Pathfinder()
{
    while (true)
    {
        await RunInExecutor(() => { Thread.Sleep(700); return 1; });
        await NextFrame();
    }
}

async Task Trebuchet()
{
    for (int shot = 1; ; shot++)
    {
        await Delay(1.7);
        Work(shot % 4 == 3 ? 9 : 1 + random.NextDouble() * 2.5);
        if (shot % 3 == 0) { int stone = shot; Start(() => Stone(stone), $"Stone {stone}"); }
        if (shot % 5 == 0) { LogWarning("The trebuchet creaks."); }
    }
}

async Task Stone(int shot)
{
    await Delay(0.8);
    throw new InvalidOperationException($"The stone hit our own tower.");
}

void Work(double milliseconds)
{
    long until = System.Diagnostics.Stopwatch.GetTimestamp() + (long)(milliseconds * System.Diagnostics.Stopwatch.Frequency / 1000);
    while (System.Diagnostics.Stopwatch.GetTimestamp() < until) { }
}
