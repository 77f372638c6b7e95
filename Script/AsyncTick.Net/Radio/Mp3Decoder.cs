using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncTick.Net;

/// <summary>
/// Turns MP3 bytes, cut anywhere, into 16 bit PCM with libmpg123. Not thread-safe: one thread at a time; meant for a
/// pool thread, since a chunk of 4 KiB takes tens of microseconds.
/// </summary>
/// <remarks>
/// <para>Call <see cref="Feed"/>, then <see cref="Read"/> until it answers 0, then feed again. Nothing is allocated while
/// decoding. Output of a whole file equals <c>mpg123 -w</c> bit for bit (gapless info included).</para>
/// <para>Junk between frames is skipped. The format may change between frames; <see cref="Format"/> says which one the
/// samples of the last <see cref="Read"/> have.</para>
/// </remarks>
[DebuggerDisplay("{Format}")]
public sealed unsafe class Mp3Decoder : IAudioDecoder
{
    private const int AddFlags = 2;
    private const int ResyncLimit = 14;
    private const int Quiet = 0x20;
    private const int IgnoreInfoFrame = 0x4000;
    private const int Signed16 = 0xD0;
    private const int NeedMore = -10;
    private const int NewFormat = -11;
    private const int Done = -12;
    private const int Ok = 0;
    private const int MonoOrStereo = 3;
    private const nuint NothingRead = 0;
    private static ReadOnlySpan<int> SampleRates => [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000];

    private readonly Mpg123Library _library;
    private nint _handle;
    private bool _formatPending;

    /// <summary>Opens a decoder.</summary>
    /// <param name="kind">Whether the input is a file or a stream without end; see <see cref="Mp3Input"/>.</param>
    /// <param name="library">The bound library; null for <see cref="Mpg123Library.Default"/>.</param>
    /// <exception cref="Mp3Exception">libmpg123 is missing, or refused; the message names the remedy.</exception>
    public Mp3Decoder(Mp3Input kind = Mp3Input.File, Mpg123Library? library = null)
    {
        _library = library ?? Mpg123Library.Default;
        int error;
        _handle = _library.New(null, &error);
        if (_handle == 0)
        {
            throw new Mp3Exception($"mpg123_new failed with code {error}: the library has no decoder for this processor.");
        }

        // Without QUIET junk floods stderr; without a resync limit of -1 a long run of it ends decoding for good.
        Check(_library.Param(_handle, AddFlags, new CLong(kind == Mp3Input.Stream ? Quiet | IgnoreInfoFrame : Quiet), 0));
        Check(_library.Param(_handle, ResyncLimit, new CLong(-1), 0));
        Check(_library.FormatNone(_handle));
        foreach (var rate in SampleRates)
        {
            Check(_library.FormatAdd(_handle, new CLong(rate), MonoOrStereo, Signed16));
        }

        Check(_library.OpenFeed(_handle));
    }

    /// <inheritdoc/>
    public string Name => $"libmpg123 ({_library.Name})";

    /// <summary>The format of the samples of the last <see cref="Read"/>; null before the first frame was found.</summary>
    public PcmFormat? Format { get; private set; }

    /// <summary>How often a format was announced, the first one included.</summary>
    public int FormatChanges { get; private set; }

    /// <summary>Gives the decoder more input; it copies what it needs.</summary>
    /// <param name="mp3">Bytes of the stream, cut anywhere.</param>
    /// <exception cref="Mp3Exception">The library refused the input (out of memory).</exception>
    public void Feed(ReadOnlySpan<byte> mp3)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        fixed (byte* bytes = mp3)
        {
            Check(_library.Feed(_handle, bytes, (nuint)mp3.Length));
        }
    }

    /// <summary>Decodes what was fed. All samples of one call have the same <see cref="Format"/>.</summary>
    /// <param name="pcm">Where the samples go; 16 KiB is a good size.</param>
    /// <returns>Bytes written; 0 means that more input is needed.</returns>
    /// <exception cref="Mp3Exception">The stream cannot be decoded.</exception>
    public int Read(Span<byte> pcm)
    {
        ObjectDisposedException.ThrowIf(_handle == 0, this);
        ArgumentOutOfRangeException.ThrowIfZero(pcm.Length);
        if (_formatPending)
        {
            TakeFormat();
        }

        while (true)
        {
            var done = NothingRead;
            int result;
            fixed (byte* bytes = pcm)
            {
                result = _library.Read(_handle, bytes, (nuint)pcm.Length, &done);
            }

            if (result == NewFormat)
            {
                // Announced before any sample of the new format is handed out: what was written belongs to the old one.
                if (done != NothingRead)
                {
                    _formatPending = true;
                    return (int)done;
                }

                TakeFormat();
                continue;
            }

            if (done != NothingRead || result is NeedMore or Done)
            {
                return (int)done;
            }

            Check(result);
        }
    }

    /// <summary>Frees the native decoder.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the native decoder if it was not disposed.</summary>
    ~Mp3Decoder() => Free();

    private void TakeFormat()
    {
        CLong rate;
        int channels;
        int encoding;
        Check(_library.GetFormat(_handle, &rate, &channels, &encoding));
        _formatPending = false;
        Format = new PcmFormat((int)rate.Value, channels);
        FormatChanges++;
    }

    private void Check(int result)
    {
        if (result != Ok)
        {
            throw new Mp3Exception($"libmpg123 cannot decode this stream: {_library.ErrorText(_handle)} (code {result}).");
        }
    }

    private void Free()
    {
        var handle = Interlocked.Exchange(ref _handle, 0);
        if (handle != 0)
        {
            _library.Delete(handle);
        }
    }
}
