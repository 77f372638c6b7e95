namespace AsyncTick;

/// <summary>A copy of a <see cref="FlightRecorder"/>: entries, oldest first, and what their numbers stand for. Immutable.</summary>
internal sealed record RecorderCopy(ulong[] Entries, string?[] Texts, int TextCount, string[] Files, bool HasForgotten)
{
    /// <summary>A kept text; null when newer ones have taken its place.</summary>
    public string? TextOf(uint number)
    {
        const int Mask = (1 << FlightRecorder.TextBits) - 1;
        var age = (TextCount - (int)number) & Mask;
        return age == 0 || age > Texts.Length ? null : Texts[(int)number & (Texts.Length - 1)];
    }
}
