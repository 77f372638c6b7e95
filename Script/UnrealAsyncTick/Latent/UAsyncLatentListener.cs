using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// What a latent function calls when it is done. The engine's action belongs to this object and ends without a word when it goes: that is how one is canceled.
/// </summary>
[UClass]
public partial class UAsyncLatentListener : UObject
{
    internal LatentWait? Wait { get; set; }

    /// <summary>The engine's action is done.</summary>
    [UFunction]
    public void OnLatentDone() => Wait?.Done();

    /// <summary>The engine purges the object, or its code is reloaded.</summary>
    public override void Dispose()
    {
        Wait?.ListenerIsGone();
        base.Dispose();
    }
}
