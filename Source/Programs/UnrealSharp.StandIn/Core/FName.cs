namespace UnrealSharp.Core;

/// <summary>
/// An engine name: numbers that stand for a text. Equality is of the numbers, as in UnrealSharp: in an editor two spellings that differ in case only
/// are not equal, though the engine itself takes them for one name.
/// </summary>
public record struct FName : IComparable<FName>
{
    public static readonly FName None = default;

    // The blittable layout of an editor build.
    private uint _comparisonIndex;
    private uint _displayIndex;
    private uint _number;

    public FName(string name)
    {
        (_comparisonIndex, _displayIndex) = NameTable.Find(name);
        _number = 0;
    }

    public FName(ReadOnlySpan<char> name)
        : this(name.ToString())
    {
    }

    public readonly bool IsValid => NameTable.IsKnown(_displayIndex);

    public readonly bool IsNone => this == None;

    public static implicit operator FName(string name) => name.Length != 0 ? new FName(name) : None;

    public static implicit operator string(FName name) => name.ToString();

    public static implicit operator FText(FName name) => new(name.ToString());

    public static implicit operator FName(FText text) => text.IsEmpty ? None : new FName(text.ToString());

    public readonly int CompareTo(FName other) => (_comparisonIndex, _number).CompareTo((other._comparisonIndex, other._number));

    public override readonly string ToString() => NameTable.TextOf(_displayIndex);
}
