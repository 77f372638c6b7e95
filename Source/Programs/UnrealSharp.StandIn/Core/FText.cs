namespace UnrealSharp.Core;

/// <summary>
/// Text for people: a reference to text that the engine shares. Equal are two references to the same text, not two texts that read the same.
/// </summary>
public class FText : IEquatable<FText>, IDisposable
{
    private static readonly TextData Empty = new("");

    private TextData? _data;

    public static readonly FText None = new();

    public FText()
        : this(Empty)
    {
    }

    public FText(string? text)
        : this(string.IsNullOrEmpty(text) ? Empty : new TextData(text))
    {
    }

    public FText(ReadOnlySpan<char> text)
        : this(text.ToString())
    {
    }

    public FText(FName name)
        : this(name.ToString())
    {
    }

    internal FText(TextData data)
    {
        _data = data;
    }

    public bool IsValid => _data is not null;

    public bool IsEmpty => ToString().Length == 0;

    internal TextData Data => _data ?? Empty;

    public static implicit operator FText(string? value) => new(value);

    public static implicit operator string(FText value) => value.ToString();

    public static implicit operator ReadOnlySpan<char>(FText value) => value.ToString();

    public static bool operator ==(FText? a, FText? b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(FText? a, FText? b) => !(a == b);

    public bool Equals(FText? other) => other is not null && ReferenceEquals(_data, other._data);

    public override bool Equals(object? obj) => Equals(obj as FText);

    public override int GetHashCode() => _data?.GetHashCode() ?? 0;

    /// <summary>The text; empty once disposed.</summary>
    public override string ToString() => _data?.Text ?? "";

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _data = null;

    internal sealed class TextData(string text)
    {
        public string Text => text;
    }
}
