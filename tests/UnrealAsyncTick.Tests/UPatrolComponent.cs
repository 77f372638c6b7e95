using AsyncTick;
using UnrealAsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using UnrealSharp.CoreUObject;
using static AsyncTick.Async;

namespace MyGame;

/// <summary>The component of the README.</summary>
[UClass]
[BlueprintSpawnableComponent]
public partial class UPatrolComponent : UAsyncComponent
{
    [UProperty(PropertyFlags.EditAnywhere)]
    public partial float Pause { get; set; }

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Owner.SetActorLocation(Owner.ActorLocation + new FVector(0, 0, 100));
                await Delay(Pause);
            }
        }
        finally
        {
            Log("the patrol ended");
        }
    }
}
