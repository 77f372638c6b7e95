using UnrealSharp.Core;

namespace UnrealSharp.Engine;

/// <summary>A level that is streamed in and out of a world.</summary>
public partial class ULevelStreaming : CoreUObject.UObject
{
    internal FName Level { get; set; }

    internal bool ShouldBeLoaded { get; set; }

    internal bool ShouldBeVisible { get; set; }

    internal int FramesToLoad { get; set; } = 4;

    internal int FramesDone { get; set; }

    public bool IsLevelLoaded() => FramesDone >= FramesToLoad;

    public bool IsLevelVisible() => IsLevelLoaded() && ShouldBeVisible;

    /// <summary>One frame nearer to what is wanted; unloading takes one.</summary>
    internal void Tick() => FramesDone = ShouldBeLoaded ? Math.Min(FramesDone + 1, FramesToLoad) : 0;
}
