using UnrealSharp.Engine;

namespace UnrealSharp.StandIn;

/// <summary>Of <c>LoadStreamLevel</c> and <c>UnloadStreamLevel</c>: the wait only. As in the engine a level goes on loading when that is removed.</summary>
internal sealed class LatentLevel(ULevelStreaming level, bool load) : LatentAction
{
    public override bool Update(double deltaSeconds) => level.IsLevelLoaded() == load;
}
