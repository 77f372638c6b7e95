namespace UnrealSharp.Attributes;

/// <summary>What a function is to the engine. The stand-in only carries the names.</summary>
[Flags]
public enum FunctionFlags : ulong
{
    None = 0,
    BlueprintCallable = 0x1,
    BlueprintPure = 0x2,
    BlueprintEvent = 0x4,
    Exec = 0x8,
}
