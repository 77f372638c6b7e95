using UnrealAsyncTick;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Engine;
using static AsyncTick.Async;

namespace MyGame;

[UClass]
public partial class UWaveComponent : UAsyncComponent
{
    [UProperty(PropertyFlags.EditAnywhere)]
    public partial TSoftObjectPtr<UAnimMontage> Wave { get; set; }

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var mesh = Owner.GetComponentByClass<USkeletalMeshComponent>();
        using var wave = await Wave.Load();
        await LatentCalls.Run(this, info => SystemLibrary.Delay(2, info));
        Log($"waved to the end: {await mesh.PlayMontage(wave.Asset)}");

        var animation = mesh.AnimInstance;
        var (montage, interrupted) = await animation.Next(animation.OnMontageEnded);
        Log($"{montage} ended, interrupted: {interrupted}");
    }
}
