namespace UnrealSharp.Core;

/// <summary>Text for people.</summary>
public sealed class FText(string? text) : IEquatable<FText>
{
    private readonly string _text = text ?? "";

    public static readonly FText None = new("");

    public bool IsEmpty => _text.Length == 0;

    public static implicit operator FText(string? text) => new(text);

    public static implicit operator string(FText text) => text.ToString();

    public bool Equals(FText? other) => other is not null && other._text == _text;

    public override bool Equals(object? obj) => Equals(obj as FText);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;
}
