using UnrealSharp.Attributes;
using UnrealSharp.Engine;

namespace UnrealAsyncTick.Conformance;

/// <summary>An actor that says when it ticks.</summary>
[UClass]
public partial class ATicker : AActor
{
    public Action Ticked { get; set; } = static () => { };

    public override void Tick(float deltaSeconds) => Ticked();
}
