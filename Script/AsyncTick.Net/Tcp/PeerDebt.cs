namespace AsyncTick.Net;

/// <summary>Since when a peer owes something: the end of a line that is waited for, or taking what was sent to it. Game thread only.</summary>
internal sealed class PeerDebt
{
    private double _readingSince = double.NaN;
    private double _writingSince = double.NaN;
    private int _writers;

    /// <summary>On the loop's real clock; NaN when it owes nothing.</summary>
    public double Since => double.IsNaN(_writingSince) ? _readingSince : double.IsNaN(_readingSince) ? _writingSince : Math.Min(_writingSince, _readingSince);

    /// <summary>Since the line was asked for, not since its last byte: a line that trickles in is no progress.</summary>
    public void BeginRead() => _readingSince = double.IsNaN(_readingSince) ? Async.Loop.Clocks.Real.Now : _readingSince;

    public void EndRead() => _readingSince = double.NaN;

    /// <summary>A write that waits for room.</summary>
    public async ValueTask<bool> OwedTaking(ValueTask<bool> write)
    {
        _writingSince = _writers++ == 0 ? Async.Loop.Clocks.Real.Now : _writingSince;
        try
        {
            return await write;
        }
        finally
        {
            _writingSince = --_writers == 0 ? double.NaN : Async.Loop.Clocks.Real.Now;
        }
    }
}
