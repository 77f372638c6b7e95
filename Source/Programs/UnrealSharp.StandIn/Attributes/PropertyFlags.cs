namespace UnrealSharp.Attributes;

/// <summary>What a property is to the editor and to Blueprint. The stand-in only carries the names.</summary>
[Flags]
public enum PropertyFlags : ulong
{
    None = 0,
    EditAnywhere = 0x1,
    EditDefaultsOnly = 0x2,
    EditInstanceOnly = 0x4,
    VisibleAnywhere = 0x8,
    BlueprintReadOnly = 0x10,
    BlueprintReadWrite = 0x20,
    BlueprintAssignable = 0x40,
    BlueprintCallable = 0x80,
    Config = 0x100,
    Transient = 0x200,
}
