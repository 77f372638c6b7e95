using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>Takes what the native half answers to an adapter's questions. Game thread; an implementation throws nothing and runs no task's code.</summary>
public interface IEngineAnswers
{
    /// <summary>The answer to <see cref="EngineHost.StartQuery"/>; comes while the world ticks.</summary>
    /// <param name="query">Which.</param>
    /// <param name="hits">What it has hit. The addresses in it are good for the length of the call.</param>
    void QueryAnswered(uint query, ReadOnlySpan<Hit> hits);

    /// <summary>What <see cref="EngineHost.StartLoad"/> was asked for is loaded, or is not there; comes inside of that call or later.</summary>
    /// <param name="load">Which.</param>
    void LoadEnded(uint load);
}
