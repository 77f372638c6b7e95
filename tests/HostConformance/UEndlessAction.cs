using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Engine;

namespace UnrealAsyncTick.Conformance;

/// <summary>A Blueprint action that can be canceled, and otherwise says which of its two outcomes a test asks for.</summary>
[UClass]
public partial class UEndlessAction : UCancellableAsyncAction
{
    public bool IsBusy { get; private set; }

    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnPulse> OnSuccess { get; set; }

    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnFailed> OnFailure { get; set; }

    public override void Activate() => IsBusy = true;

    public override void Cancel() => IsBusy = false;

    public void Fail(string reason)
    {
        IsBusy = false;
        OnFailure.InnerDelegate.Invoke(reason);
    }
}
