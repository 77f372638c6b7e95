using AsyncTick;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>The engine's reasons in our words.</summary>
internal static class EndReasons
{
    public static CancelReason ToCancelReason(this EEndPlayReason reason) => reason switch
    {
        EEndPlayReason.LevelTransition or EEndPlayReason.EndPlayInEditor => CancelReason.SessionEnd,
        EEndPlayReason.Quit => CancelReason.Shutdown,
        _ => CancelReason.EndPlay,
    };
}
