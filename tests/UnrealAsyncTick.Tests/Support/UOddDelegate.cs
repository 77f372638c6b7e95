using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick.Tests;

/// <summary>Has a delegate of a signature that no listener has.</summary>
[UClass]
public partial class UOddDelegate : UObject
{
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnOdd> OnOdd { get; set; }
}
