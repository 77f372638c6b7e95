using AsyncTick;
using UnrealAsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using UnrealSharp.CoreUObject;
using static AsyncTick.Async;

namespace MyGame;

/// <summary>The component of the tutorial.</summary>
[UClass]
[BlueprintSpawnableComponent]
public partial class UWalkComponent : UAsyncComponent
{
    [UProperty(PropertyFlags.EditAnywhere)]
    public partial FVector Goal { get; set; }

    protected override async Task RunAsync(CancellationToken cancellationToken)
    {
        var start = Owner.ActorLocation;
        var goal = Goal;
        var path = await RunInExecutor(() => PlanPath(start, goal));
        foreach (var point in path)
        {
            Owner.SetActorLocation(point);
            await Delay(0.5);
        }
    }

    private static IReadOnlyList<FVector> PlanPath(FVector from, FVector to) =>
        [.. Enumerable.Range(1, 10).Select(step => from + (to - from) * (step / 10.0))];
}
