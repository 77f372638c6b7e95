namespace AsyncTick.Tests;

/// <summary>A loop and a model of it did not do the same.</summary>
internal sealed class StressMismatchException(int frame, string what, string difference) : Exception($"In frame {frame}, {what}: {difference}.")
{
    /// <summary>In what they differ.</summary>
    public string What { get; } = what;

    public int Frame { get; } = frame;
}
