using System.Diagnostics;
using AsyncTickGame;

// What a game framework does for you.
using MyGame game = new();
game.LoadContent();
var clock = Stopwatch.StartNew();
TimeSpan last = clock.Elapsed;
while (!game.IsOver)
{
    TimeSpan now = clock.Elapsed;
    game.Update(new GameTime(now, now - last));
    last = now;
    Thread.Sleep(16);
}
