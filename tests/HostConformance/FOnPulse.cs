using UnrealSharp.Attributes;

namespace UnrealAsyncTick.Conformance;

/// <summary>A pulse: its number, where it was, and who beats.</summary>
[UMultiDelegate]
public delegate void FOnPulse(int number, string label, UPulseComponent source);
