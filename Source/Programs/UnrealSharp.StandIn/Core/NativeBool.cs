namespace UnrealSharp.Core;

/// <summary>A C++ bool.</summary>
public enum NativeBool : byte
{
    False = 0,
    True = 1,
}
