using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick.Tests;

/// <summary>Has a delegate of an unusual signature.</summary>
[UClass]
public partial class UOddDelegate : UObject
{
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnOdd> OnOdd { get; set; }
}
