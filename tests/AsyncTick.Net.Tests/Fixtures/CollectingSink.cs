namespace AsyncTick.Net.Tests;

/// <summary>Takes sound, counts it, and keeps it when asked to; checks that everything happens on one thread.</summary>
public sealed class CollectingSink : IPcmSink
{
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly MemoryStream? _samples;

    public CollectingSink(bool keep = false) => _samples = keep ? new MemoryStream() : null;

    public List<PcmFormat> Formats { get; } = [];

    public long Bytes { get; private set; }

    public bool WrongThread { get; private set; }

    /// <summary>Awaited in each write: a sink that is full.</summary>
    public Func<Task>? Block { get; set; }

    public Action<long>? OnBytes { get; set; }

    public byte[] Samples => _samples!.ToArray();

    public ValueTask BeginFormat(PcmFormat format, CancellationToken cancellation)
    {
        Formats.Add(format);
        return ValueTask.CompletedTask;
    }

    public async ValueTask Write(ReadOnlyMemory<byte> samples, CancellationToken cancellation)
    {
        WrongThread |= Environment.CurrentManagedThreadId != _thread;
        Bytes += samples.Length;
        _samples?.Write(samples.Span);
        OnBytes?.Invoke(Bytes);
        if (Block is not null)
        {
            await Block().WaitAsync(cancellation);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
