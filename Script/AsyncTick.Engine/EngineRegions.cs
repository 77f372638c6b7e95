using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>Shows regions in Unreal Insights. Game thread.</summary>
internal sealed class EngineRegions(Native native) : IRegionSink
{
    /// <inheritdoc/>
    public ulong Begin(string name) => native.BeginRegion(name);

    /// <inheritdoc/>
    public void End(ulong region) => native.EndRegion(region);
}
