namespace AsyncTick.Testing;

/// <summary>
/// A time that frames of any usual length add up to exactly: sixty frames of a sixtieth are one second, thirty of 0.1 are three. Ticks are so fine that what
/// tests name in seconds falls on them, and counted in whole numbers.
/// </summary>
/// <param name="ticks">Ticks since the start.</param>
internal readonly struct VirtualTime(Int128 ticks)
{
    // Each of 24, 25, 30, 48, 50, 60, 90, 100, 120 and 144 frames a second is a whole number of ticks, and a nanosecond is 705.6.
    private const double TicksPerSecond = 705_600_000_000;

    private readonly Int128 _ticks = ticks;

    /// <summary>Seconds since the start, the nearest number there is.</summary>
    public double Seconds => _ticks < long.MaxValue ? (long)_ticks / TicksPerSecond : (double)_ticks / TicksPerSecond;

    public static VirtualTime operator +(VirtualTime time, double seconds) => new(time._ticks + (Int128)Math.Round(seconds * TicksPerSecond));

    public static VirtualTime operator -(VirtualTime one, VirtualTime other) => new(one._ticks - other._ticks);

    public static bool operator <(VirtualTime one, VirtualTime other) => one._ticks < other._ticks;

    public static bool operator >(VirtualTime one, VirtualTime other) => one._ticks > other._ticks;
}
