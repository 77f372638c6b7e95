using AsyncTick;
using static AsyncTick.Async;

namespace AsyncTickGame;

/// <summary>A game whose behavior is written as coroutines. Derive it from your framework's Game class.</summary>
public sealed class MyGame : IDisposable
{
    private readonly GameLoop _loop = new(new GameLoopOptions { Name = "game", Log = new TextLogSink(Console.Out) });
    private double _gameSeconds;
    private int _shipX;

    /// <summary>Game time stands still, and with it all that waits for <c>Clock.Game</c>.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether the level is over.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Once, before the first frame; on the thread of Update.</summary>
    public void LoadContent() => _loop.Start(PlayLevel);

    /// <summary>Once a frame: coroutines go on here, on this thread.</summary>
    public void Update(GameTime time)
    {
        _gameSeconds += IsPaused ? 0 : time.ElapsedGameTime.TotalSeconds;
        _loop.Pump(new FrameTime(time.TotalGameTime.TotalSeconds, _gameSeconds));
    }

    /// <summary>Cancels every coroutine and lets its finally blocks run.</summary>
    public void Dispose() => _loop.Dispose();

    private async Task PlayLevel()
    {
        GameTask ship = Start(FlyShip);
        for (var seconds = 3; seconds > 0; seconds--)
        {
            Log($"{seconds} ...");
            await Delay(0.25, Clock.Game);
        }

        ship.Cancel();
        Log(_shipX > 0 ? "The ship got away." : "The ship never moved.");
        IsOver = true;
    }

    private async Task FlyShip()
    {
        while (true)
        {
            await NextFrame();
            _shipX++;
        }
    }
}
