using UnrealSharp.Attributes;

namespace UnrealAsyncTick.Tests;

/// <summary>A signature that no listener has.</summary>
[UMultiDelegate]
public delegate void FOnOdd(double first, double second, double third);
