namespace AsyncTick.Docs.Tests;

/// <summary>Code in the last column of a comparison table, which claims to be ours; <paramref name="Given"/> declares what it mentions.</summary>
internal sealed record TableCell(string Page, int Line, string Code, string Given)
{
    public override string ToString() => $"{Page}:{Line} {Code}";
}
