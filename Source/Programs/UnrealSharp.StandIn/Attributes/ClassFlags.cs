namespace UnrealSharp.Attributes;

/// <summary>What a class is to the engine.</summary>
[Flags]
public enum ClassFlags : ulong
{
    None = 0,
    Abstract = 0x1,
    DefaultConfig = 0x2,
    Config = 0x4,
    Transient = 0x8,
}
