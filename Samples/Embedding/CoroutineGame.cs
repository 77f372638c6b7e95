using AsyncTick;
using static AsyncTick.Async;

namespace Embedding;

internal sealed class CoroutineGame : IDisposable
{
    private readonly GameLoop _loop = new(new GameLoopOptions { Name = "game", Log = new TextLogSink(Console.Out) });
    private double _gameSeconds;

    public bool IsPaused { get; set; }

    public bool IsOver { get; private set; }

    public void LoadContent() => _loop.Start(PlayLevel);

    public void Update(GameTime time)
    {
        _gameSeconds += IsPaused ? 0 : time.ElapsedGameTime.TotalSeconds;
        _loop.Pump(new FrameTime(time.TotalGameTime.TotalSeconds, _gameSeconds));
    }

    public void Dispose() => _loop.Dispose();

    private async Task PlayLevel()
    {
        await Delay(0.25, Clock.Game);
        Log("a quarter of a second of game time has passed");
        IsOver = true;
    }
}
