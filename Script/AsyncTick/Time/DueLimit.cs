namespace AsyncTick;

/// <summary>Which waits of a clock were due when a frame began: those until <paramref name="Until"/> that were there before wait number <paramref name="Sequence"/>.</summary>
internal readonly record struct DueLimit(double Until, long Sequence)
{
    public bool Includes(double due, long sequence) => due < Until || (due == Until && sequence < Sequence);
}
