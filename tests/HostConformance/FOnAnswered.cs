using UnrealSharp.Attributes;

namespace UnrealAsyncTick.Conformance;

/// <summary>An answer to one who asked.</summary>
[USingleDelegate]
public delegate void FOnAnswered(double first, double second);
