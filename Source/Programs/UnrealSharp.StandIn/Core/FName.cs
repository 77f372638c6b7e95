namespace UnrealSharp.Core;

/// <summary>An engine name: compared without case.</summary>
public readonly struct FName(string name) : IEquatable<FName>
{
    private readonly string? _name = name;

    public static readonly FName None = new("None");

    public static implicit operator FName(string name) => new(name);

    public static bool operator ==(FName a, FName b) => a.Equals(b);

    public static bool operator !=(FName a, FName b) => !a.Equals(b);

    public bool Equals(FName other) => string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    public override bool Equals(object? obj) => obj is FName other && Equals(other);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    public override string ToString() => _name ?? "None";
}
