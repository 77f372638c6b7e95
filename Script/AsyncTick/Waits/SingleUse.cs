namespace AsyncTick;

/// <summary>
/// Tells the one await that a pooled wait is for from a second one, which may come when the object serves another wait. A mutable struct: keep it in
/// a field that is not read-only. Loop thread only.
/// </summary>
internal struct SingleUse
{
    private bool _hasBegun;

    /// <summary>Which use of the object this is: what awaits it keeps the number.</summary>
    public long Number { get; private set; }

    /// <summary>Whether an await that was made for this use may begin.</summary>
    public readonly bool IsOpenFor(long number) => number == Number && !_hasBegun;

    public void Begin() => _hasBegun = true;

    /// <summary>The object goes back to its pool.</summary>
    public void End()
    {
        _hasBegun = false;
        Number++;
    }
}
