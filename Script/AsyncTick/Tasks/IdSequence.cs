namespace AsyncTick;

/// <summary>
/// Numbers from 1 for what lists and commands name. After the largest they begin again, without those that are still in use, so a number belongs to one
/// living thing at a time however many there have been. Loop thread only.
/// </summary>
/// <param name="living">The numbers in use; asked once each time they begin again.</param>
internal sealed class IdSequence(Func<IEnumerable<int>> living)
{
    private HashSet<int>? _taken;

    /// <summary>The last one that was given out.</summary>
    public int Last { get; private set; }

    public int Next()
    {
        if (_taken is not null || Last == int.MaxValue)
        {
            return NextUnused();
        }

        return ++Last;
    }

    private int NextUnused()
    {
        do
        {
            if (Last == int.MaxValue)
            {
                _taken = [.. living()];
                Last = 0;
            }

            Last++;
        }
        while (_taken!.Contains(Last));

        return Last;
    }
}
