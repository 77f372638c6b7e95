using AsyncTick.Engine;
using AsyncTick.Engine.Bridge;

namespace UnrealAsyncTick;

/// <summary>Hands what the native half answers to the tasks that have asked. Game thread only.</summary>
internal sealed class EngineAnswers : IEngineAnswers
{
    public QueryTable Queries { get; } = new();

    public LoadTable Loads { get; } = new();

    public void QueryAnswered(uint query, ReadOnlySpan<Hit> hits) => Queries.Answer(query, hits);

    public void LoadEnded(uint load) => Loads.End(load);
}
