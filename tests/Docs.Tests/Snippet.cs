namespace AsyncTick.Docs.Tests;

/// <summary>
/// One fenced block of C#. <c>csharp</c> must compile as a script; <c>csharp run 3</c> is also run for so many seconds of virtual time, and its
/// log lines must be the <c>text</c> block that follows. A block with <c>[UClass]</c> stands in a source file of the adapter's tests.
/// </summary>
internal sealed record Snippet(string Page, int Line, string Code, double? RunSeconds, string? ExpectedLog)
{
    public bool IsUnrealClass => Code.Contains("[UClass]", StringComparison.Ordinal);

    public override string ToString() => $"{Page}:{Line}";
}
