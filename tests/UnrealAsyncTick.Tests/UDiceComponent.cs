using UnrealAsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Core.Attributes;
using static AsyncTick.Async;

namespace MyGame;

/// <summary>The component of the page about the engine.</summary>
[UClass]
[BlueprintSpawnableComponent]
public partial class UDiceComponent : UAsyncComponent
{
    [UProperty(PropertyFlags.EditAnywhere)]
    public partial int Sides { get; set; }

    [UFunction(FunctionFlags.BlueprintCallable)]
    public async Task<int> Roll(CancellationToken cancellationToken) => await RunNode(
        async () =>
        {
            await Delay(0.5);
            return Random.Shared.Next(1, Sides + 1);
        },
        cancellationToken);

    protected override void SetDefaults()
    {
        base.SetDefaults();
        Sides = 6;
    }
}
