using UnrealSharp.Attributes;

namespace UnrealAsyncTick.Tests;

/// <summary>Has parameters whose names a tuple's elements cannot have, and one that is a keyword.</summary>
[UMultiDelegate]
public delegate void FOnOdd(double @default, double item7, double rest, string toString);
