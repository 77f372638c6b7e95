using UnrealSharp.Core;
using UnrealSharp.SlateCore;
using UnrealSharp.UMG;
using UnrealSharp.UnrealSharpCore;

namespace UnrealSharp.StandIn;

/// <summary>What a user in front of the screen does.</summary>
public static class SimulatedUser
{
    /// <summary>Clicks a button; a disabled one does not notice.</summary>
    public static void Click(this UButton button)
    {
        if (button.IsEnabled)
        {
            SimulatedEngine.Broadcast(button, nameof(UButton.OnClicked));
        }
    }

    /// <summary>Types a text and leaves the box.</summary>
    public static void Type(this UEditableTextBox box, string text, ETextCommit commit = ETextCommit.OnEnter)
    {
        box.Text = new FText(text);
        SimulatedEngine.Broadcast(box, nameof(UEditableTextBox.OnTextChanged), box.Text);
        SimulatedEngine.Broadcast(box, nameof(UEditableTextBox.OnTextCommitted), box.Text, commit);
    }

    /// <summary>Sets a key of a curve, as in its editor; a curve of numbers takes the red channel.</summary>
    public static void SetKey(this Engine.UCurveBase curve, float time, float r, float g = 0, float b = 0, float a = 1) => curve.SetKey(time, new CoreUObject.FLinearColor(r, g, b, a));

    /// <summary>Pauses or resumes a world's game, as the pause key does.</summary>
    public static void Pause(this Engine.UWorld world, bool isPaused = true) => world.IsPaused = isPaused;

    /// <summary>Sets how fast time passes in a world.</summary>
    public static void Dilate(this Engine.UWorld world, double dilation) => world.TimeDilation = Math.Max(dilation, 0.0001);

    /// <summary>How many functions are bound to a delegate, dead ones included; for tests of who unsubscribes. The engine's console shows it, C# cannot ask.</summary>
    public static int CountBindings<T>(this TMulticastDelegate<T> source)
        where T : Delegate => ((MulticastDelegate<T>)source.InnerDelegate).Storage?.Count ?? 0;

    /// <summary>What a Blueprint's async node does when it is reached.</summary>
    public static void Run(this UCSCancellableAsyncAction node) => SimulatedEngine.Current.RunNode(node);

    /// <summary>All actors of a world, oldest first.</summary>
    public static IReadOnlyList<Engine.AActor> ActorsOf(this Engine.UWorld world) => [.. world.Actors];

    /// <summary>Makes a montage of a length in seconds.</summary>
    public static Engine.UAnimMontage MakeMontage(float seconds)
    {
        var montage = CoreUObject.UObject.NewObject<Engine.UAnimMontage>();
        montage.PlayLength = seconds;
        return montage;
    }

    /// <summary>Whether an AI is on its way.</summary>
    public static bool IsWalking(this AIModule.AAIController controller) => controller.IsMoving;

    /// <summary>How many latent actions run in a world.</summary>
    public static int CountLatentActions(this Engine.UWorld world) => world.LatentActions.Count;

    /// <summary>Gives a world a level that can be streamed in.</summary>
    public static Engine.ULevelStreaming AddLevel(this Engine.UWorld world, string name, int framesToLoad = 4)
    {
        var level = CoreUObject.UObject.NewObject<Engine.ULevelStreaming>(world);
        (level.Level, level.FramesToLoad) = (name, framesToLoad);
        world.StreamingLevels.Add(level);
        return level;
    }

    /// <summary>Whether a level is loaded, being loaded, or to be so.</summary>
    public static bool IsWanted(this Engine.ULevelStreaming level) => level.ShouldBeLoaded;
}
