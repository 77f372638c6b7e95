using System.Buffers.Binary;

namespace AsyncTick.Net;

/// <summary>
/// Writes decoded sound to WAV files. A WAV file has one format, so a change of format starts the next file
/// (<c>name-2.wav</c>, <c>name-3.wav</c>). Game thread; the disk work happens on the pool.
/// </summary>
public sealed class WavFileSink : IPcmSink
{
    private const int HeaderBytes = 44;

    // The sizes in the header are 32 bit.
    private const long MaxDataBytes = uint.MaxValue - HeaderBytes - 65536;

    private readonly string _path;
    private readonly List<string> _files = [];
    private FileStream? _file;
    private PcmFormat _format;
    private long _dataBytes;
    private double _finishedSeconds;

    /// <summary>Names the file; it is made when the first samples come, and an older one of that name is replaced.</summary>
    /// <param name="path">Where to write.</param>
    public WavFileSink(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _path = path;
    }

    /// <summary>The files written so far, in order.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Seconds of sound written to the current file.</summary>
    public double SecondsWritten => _file is null ? 0 : (double)_dataBytes / _format.BytesPerSecond;

    /// <summary>Seconds of sound written to all files.</summary>
    public double TotalSeconds => _finishedSeconds + SecondsWritten;

    /// <inheritdoc/>
    public async ValueTask BeginFormat(PcmFormat format, CancellationToken cancellation)
    {
        await Finish();
        var name = _files.Count == 0
            ? _path
            : Path.Combine(Path.GetDirectoryName(_path) ?? "", $"{Path.GetFileNameWithoutExtension(_path)}-{_files.Count + 1}{Path.GetExtension(_path)}");
        _file = new FileStream(name, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
        _files.Add(name);
        _format = format;
        _dataBytes = 0;
        await _file.WriteAsync(Header(), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask Write(ReadOnlyMemory<byte> samples, CancellationToken cancellation)
    {
        if (_file is null)
        {
            throw new InvalidOperationException("BeginFormat must come before the first samples.");
        }

        if (_dataBytes + samples.Length > MaxDataBytes)
        {
            await BeginFormat(_format, cancellation);
        }

        await _file.WriteAsync(samples, cancellation);
        _dataBytes += samples.Length;
    }

    /// <summary>Writes the sizes into the header and closes the file.</summary>
    public ValueTask DisposeAsync() => Finish();

    private async ValueTask Finish()
    {
        if (_file is not { } file)
        {
            return;
        }

        _finishedSeconds += SecondsWritten;
        _file = null;
        await using (file)
        {
            file.Position = 0;
            await file.WriteAsync(Header());
        }
    }

    private byte[] Header()
    {
        var header = new byte[HeaderBytes];
        var span = header.AsSpan();
        "RIFF"u8.CopyTo(span);
        BinaryPrimitives.WriteUInt32LittleEndian(span[4..], (uint)(HeaderBytes - 8 + _dataBytes));
        "WAVEfmt "u8.CopyTo(span[8..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[16..], 16);
        BinaryPrimitives.WriteUInt16LittleEndian(span[20..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(span[22..], (ushort)_format.Channels);
        BinaryPrimitives.WriteUInt32LittleEndian(span[24..], (uint)_format.SampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(span[28..], (uint)_format.BytesPerSecond);
        BinaryPrimitives.WriteUInt16LittleEndian(span[32..], (ushort)_format.BytesPerFrame);
        BinaryPrimitives.WriteUInt16LittleEndian(span[34..], 16);
        "data"u8.CopyTo(span[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(span[40..], (uint)_dataBytes);
        return header;
    }
}
