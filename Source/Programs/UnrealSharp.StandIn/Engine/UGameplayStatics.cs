using UnrealSharp.Core;
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

    public static void LoadStreamLevel(FName levelName, bool makeVisibleAfterLoad, bool shouldBlockOnLoad, FLatentActionInfo latentInfo)
    {
        if (GetStreamingLevel(levelName) is { } level)
        {
            level.ShouldBeLoaded = true;
            level.ShouldBeVisible |= makeVisibleAfterLoad;
            SystemLibrary.Latent.Add(latentInfo, new LatentLevel(level, load: true));
        }
        else
        {
            SimulatedLog.Write("LogLevelStreaming", Log.ELogVerbosity.Warning, $"Failed to find streaming level object associated with '{levelName}'");
        }
    }

    public static void UnloadStreamLevel(FName levelName, FLatentActionInfo latentInfo, bool shouldBlockOnUnload)
    {
        if (GetStreamingLevel(levelName) is { } level)
        {
            level.ShouldBeLoaded = false;
            level.ShouldBeVisible = false;
            SystemLibrary.Latent.Add(latentInfo, new LatentLevel(level, load: false));
        }
    }

    public static ULevelStreaming? GetStreamingLevel(FName packageName) => Engine.RequireWorld().StreamingLevels.Find(level => level.Level == packageName);
}
