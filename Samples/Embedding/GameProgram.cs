namespace Embedding;

/// <summary>What a game framework does: frames of equal length, half of them paused.</summary>
internal static class GameProgram
{
    public static void Run()
    {
        using CoroutineGame game = new();
        game.LoadContent();
        var frame = TimeSpan.FromSeconds(1.0 / 60);
        var frames = 0;
        for (; !game.IsOver; frames++)
        {
            game.IsPaused = frames < 30;
            game.Update(new GameTime(frame * (frames + 1), frame));
        }

        Console.WriteLine($"{frames} frames, the first 30 paused");
    }
}
