// Runs in any AsyncTick host:
//   dotnet run -- Scripts/AsyncTickScript.cs [name]   in a project made with: dotnet new asynctick-host
//   AsyncTick.Run AsyncTickScript.cs [name]           in the console of Unreal, with the file in Content/Scripts
// The usual namespaces, AsyncTick and its calls (Log, Delay, Start ...) are there.

var name = args.Length > 0 ? args[0] : "world";

GameTask blinking = Start(Blink);
await Delay(0.5);
blinking.Cancel();
Log($"Hello, {name}.");

async Task Blink()
{
    await foreach (Tick tick in Every(0.1))
    {
        Log($"tick {tick.Index}");
    }
}
