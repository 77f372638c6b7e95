namespace AsyncTick.Architecture.Tests.Metadata;

/// <summary>A top-level type of an assembly, with the types nested in it, which count as part of it.</summary>
internal sealed class TypeNode(string name, bool isPublic)
{
    /// <summary>Without its namespace; generic ones with their arity.</summary>
    public string Name { get; } = name;

    public bool IsPublic { get; } = isPublic;

    /// <summary>The source files that it is written in, below the repository's root; none for what the compiler makes.</summary>
    public SortedSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The other top-level types of the same assembly that it names: in signatures, fields, bases, attributes and bodies.</summary>
    public HashSet<TypeNode> Uses { get; } = [];

    public override string ToString() => Name;
}
