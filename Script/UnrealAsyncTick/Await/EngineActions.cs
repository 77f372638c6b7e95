using System.Runtime.CompilerServices;
using UnrealSharp;
using UnrealSharp.AIModule;
using UnrealSharp.Core;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealAsyncTick.Listeners;

namespace UnrealAsyncTick;

/// <summary>
/// What the engine does over several frames, as one call that returns when it is done. Canceling the task stops the engine's own work. For everything else see
/// <c>ActivateAndWait</c>, <see cref="LatentCalls"/> and <c>Next</c>, which these are made of. Game thread only.
/// </summary>
public static class EngineActions
{
    /// <summary>Plays a montage to its end. Canceled, it is stopped.</summary>
    /// <param name="mesh">The mesh whose animation plays it.</param>
    /// <param name="montage">What is played.</param>
    /// <param name="playRate">How fast.</param>
    /// <param name="blendOutSeconds">How long a canceled one takes to fade.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>True when it played to its end; false when something interrupted it.</returns>
    /// <exception cref="InvalidOperationException">It cannot be played on this mesh, or this is no task.</exception>
    /// <exception cref="ObjectDestroyedException">The mesh was destroyed meanwhile.</exception>
    public static async Task<bool> PlayMontage(
        this USkeletalMeshComponent mesh,
        UAnimMontage montage,
        float playRate = 1,
        float blendOutSeconds = 0.25f,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        DelegateAwaits.ThrowIfDestroyed(mesh);
        DelegateAwaits.ThrowIfDestroyed(montage);
        var animation = mesh.AnimInstance;
        var isPlaying = false;
        var ended = MulticastWait<FOnMontageEndedMCDelegate, UUnrealAsyncTick_OnMontageEndedMCDelegateListener, (UAnimMontage Montage, bool Interrupted)>.Rent(animation.OnMontageEnded, mesh.Owner);
        try
        {
            // One that this one takes the place of ends inside of the call that begins it, and may be the same.
            ended.Open(animation, 1, CallOverflow.DropNewest, call => isPlaying && call.Montage == montage);
            if (animation.Montage_Play(montage, playRate) <= 0)
            {
                throw new InvalidOperationException($"'{montage}' cannot be played on '{mesh}'.");
            }

            isPlaying = true;
            var call = await ended.Read(file, line);
            isPlaying = false;
            return !call.Interrupted;
        }
        finally
        {
            ended.Close();
            if (isPlaying && !animation.IsDestroyed && !montage.IsDestroyed)
            {
                animation.Montage_Stop(blendOutSeconds, montage);
            }
        }
    }

    /// <summary>Lets an AI walk to a place. Canceled, it stops walking.</summary>
    /// <param name="controller">Whose pawn walks.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="acceptanceRadius">How near is enough, in centimeters; below 0 for the controller's own.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <returns>How it ended; <see cref="EPathFollowingResult.Invalid"/> when there is no way.</returns>
    /// <exception cref="ObjectDestroyedException">The controller was destroyed meanwhile.</exception>
    public static async Task<EPathFollowingResult> MoveTo(
        this AAIController controller,
        FVector destination,
        float acceptanceRadius = -1,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        DelegateAwaits.ThrowIfDestroyed(controller);

        var isWalking = false;
        var ended = MulticastWait<FAIMoveCompletedSignature, UUnrealAsyncTick_AIMoveCompletedSignatureListener, (FAIRequestID RequestID, EPathFollowingResult Result)>.Rent(controller.ReceiveMoveCompleted);
        try
        {
            // What this one takes the place of ends inside of the call that begins it.
            ended.Open(controller, 1, CallOverflow.DropNewest, _ => isWalking);
            var request = controller.MoveToLocation(destination, acceptanceRadius);
            if (request != EPathFollowingRequestResult.RequestSuccessful)
            {
                return request == EPathFollowingRequestResult.AlreadyAtGoal ? EPathFollowingResult.Success : EPathFollowingResult.Invalid;
            }

            isWalking = true;
            var call = await ended.Read(file, line);
            isWalking = false;
            return call.Result;
        }
        finally
        {
            ended.Close();
            if (isWalking && !controller.IsDestroyed)
            {
                controller.StopMovement();
            }
        }
    }

    /// <summary>Loads an asset: <see cref="SoftAwaits"/>.</summary>
    public static Task<LoadedAsset<T>> LoadAsset<T>(TSoftObjectPtr<T> soft, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : UObject => soft.Load(file: file, line: line);

    /// <summary>Loads a class: <see cref="SoftAwaits"/>.</summary>
    public static Task<TSubclassOf<T>> LoadClass<T>(TSoftClassPtr<T> soft, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : UObject => soft.Load(file: file, line: line);

    /// <summary>Streams a level into the calling task's world. Canceled, a level that was not loaded before is unloaded again.</summary>
    /// <param name="level">Its name, as in the world's list of levels.</param>
    /// <param name="isVisible">Whether it is shown, too.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="AssetNotFoundException">The world has no such level.</exception>
    public static async Task StreamLevel(FName level, bool isVisible = true, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var streaming = UGameplayStatics.GetStreamingLevel(level) ?? throw new AssetNotFoundException($"The world has no level '{level}' to stream.");
        var wasLoaded = streaming.IsLevelLoaded();
        await LatentCalls.Run(
            streaming,
            info => UGameplayStatics.LoadStreamLevel(level, isVisible, false, info),
            () =>
            {
                if (!wasLoaded)
                {
                    // Nobody waits for it; the engine collects what it would call.
                    UGameplayStatics.UnloadStreamLevel(level, new FLatentActionInfo(UObject.NewObject<UAsyncLatentListener>().OnLatentDone), false);
                }
            },
            file,
            line);
    }

    /// <summary>
    /// Saves a game off the game thread. The engine cannot stop a save that has begun: canceled, the wait ends and the slot may have either game.
    /// </summary>
    /// <param name="game">What is saved.</param>
    /// <param name="slot">Where to.</param>
    /// <param name="userIndex">The platform's user.</param>
    /// <returns>Whether it was saved.</returns>
    public static async Task<bool> SaveGame(USaveGame game, string slot, int userIndex = 0)
    {
        DelegateAwaits.ThrowIfDestroyed(game);
        var outcome = await UAsyncActionHandleSaveGame.AsyncSaveGameToSlot(game, slot, userIndex).ActivateAndWait();
        return outcome.Call.Get<bool>(1);
    }
}
