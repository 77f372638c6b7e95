using UnrealSharp.Attributes;
using UnrealSharp.Engine;

namespace UnrealAsyncTick.Conformance;

/// <summary>An actor that does something at the very end.</summary>
[UClass]
public partial class AParting : AActor
{
    public Action<AParting> OnParting { get; set; } = static _ => { };

    public override void EndPlay(EEndPlayReason endPlayReason)
    {
        OnParting(this);
        base.EndPlay(endPlayReason);
    }
}
