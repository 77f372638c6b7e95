using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp.Engine;

/// <summary>Functions on the current world.</summary>
public class UGameplayStatics : UBlueprintFunctionLibrary
{
    /// <summary>How fast time passes in the current world.</summary>
    public static float GlobalTimeDilation
    {
        get => (float)Engine.RequireWorld().TimeDilation;
        set => Engine.RequireWorld().TimeDilation = Math.Max(value, 0.0001);
    }

    public static bool SetGamePaused(bool paused)
    {
        Engine.RequireWorld().IsPaused = paused;
        return true;
    }

    public static void GetAllActorsOfClass<T>(out IList<T> outActors)
        where T : AActor => outActors = [.. Engine.RequireWorld().Actors.OfType<T>()];
}
