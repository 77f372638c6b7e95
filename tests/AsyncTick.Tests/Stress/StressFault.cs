namespace AsyncTick.Tests;

/// <summary>What a stress program throws.</summary>
internal sealed class StressFault(int number) : Exception($"fault {number}")
{
    public int Number { get; } = number;
}
