using System.Buffers;

namespace AsyncTick.Net;

/// <summary>
/// A run of samples of one format, in rented memory. The code that takes it out of a <see cref="PcmQueue"/> disposes it, once;
/// its <see cref="Samples"/> must not be used after that.
/// </summary>
public readonly struct PcmBlock : IDisposable
{
    private readonly byte[] _rented;
    private readonly int _length;

    private PcmBlock(PcmFormat format, byte[] rented, int length)
    {
        Format = format;
        _rented = rented;
        _length = length;
    }

    /// <summary>What the samples are.</summary>
    public PcmFormat Format { get; }

    /// <summary>The samples, whole frames only.</summary>
    public ReadOnlyMemory<byte> Samples => _rented.AsMemory(0, _length);

    /// <summary>Copies samples into rented memory. Any thread.</summary>
    /// <param name="format">What the samples are.</param>
    /// <param name="samples">Whole frames of that format.</param>
    public static PcmBlock Copy(PcmFormat format, ReadOnlySpan<byte> samples)
    {
        var rented = ArrayPool<byte>.Shared.Rent(samples.Length);
        samples.CopyTo(rented);
        return new PcmBlock(format, rented, samples.Length);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
