using UnrealSharp.Attributes;

namespace UnrealAsyncTick.Tests;

/// <summary>Has parameters whose names a tuple's elements cannot have.</summary>
[UMultiDelegate]
public delegate void FOnOdd(double first, double item7, double rest, string toString);
