using System.Buffers;
using System.Collections.Concurrent;

namespace AsyncTick.Net;

/// <summary>
/// The pool's half of a <see cref="RadioPlayer"/>: from the bytes of a station or a file to blocks of sound, with the titles in their places.
/// Goes on over several connections when it is a file that broke off.
/// </summary>
internal sealed class RadioDecoding : IDisposable
{
    public const int BlockBytes = 16 * 1024;

    // A server that sends title after title without sound must not fill memory.
    private const int MaxTitles = 64;

    private readonly IAudioDecoder _decoder;
    private readonly Mp3Intake _intake;
    private readonly ArrayBufferWriter<byte> _audio = new(BlockBytes);
    private readonly byte[] _pcm = new byte[BlockBytes];
    private readonly (long? Length, string? Version) _identity;
    private long _position;

    public RadioDecoding(IcecastReader reader, IAudioDecoder decoder)
    {
        Source = reader.Source;
        IsFile = !reader.IsLive && reader.MetadataInterval == 0;
        _identity = reader.Identity;
        _decoder = decoder;
        _intake = new Mp3Intake(_decoder, reader.Address.ToString());
    }

    public Uri Source { get; }

    /// <summary>Whether it can be gone on with after its connection broke.</summary>
    public bool IsFile { get; }

    /// <summary>Bytes of the file that were decoded.</summary>
    public long Position => _position;

    /// <summary>Whether a new connection brings the rest of the same file, or the same file from its start.</summary>
    public bool IsContinuedBy(IcecastReader reader) => reader.Identity == _identity && (reader.Start == _position || reader.Start == 0);

    /// <summary>Decodes what a connection brings until its end, beginning where the last one broke off.</summary>
    /// <exception cref="Mp3Exception">It is no MP3.</exception>
    /// <exception cref="NetworkException">The connection broke.</exception>
    public async Task Run(IcecastReader reader, PcmQueue queue, ConcurrentQueue<(long At, string Title)> titles, CancellationToken cancellation)
    {
        long decoded = 0;
        var before = _position - reader.Start;
        void OnTitle(string title)
        {
            if (titles.Count < MaxTitles)
            {
                titles.Enqueue((decoded, LogText.Printable(title)));
            }
        }

        Action<string> onTitle = OnTitle;
        bool more;
        do
        {
            _audio.ResetWrittenCount();
            more = await reader.Read(_audio, onTitle).ConfigureAwait(false);

            // A server that cannot do ranges sends from the start again.
            var known = (int)Math.Min(before, _audio.WrittenCount);
            before -= known;
            _intake.Feed(_audio.WrittenSpan[known..]);
            _position += _audio.WrittenCount - known;
            for (var done = _decoder.Read(_pcm); done > 0; done = _decoder.Read(_pcm))
            {
                _intake.HasSound();
                decoded += done;
                await queue.Write(PcmBlock.Copy(_decoder.Format!.Value, _pcm.AsSpan(0, done)), cancellation).ConfigureAwait(false);
            }
        }
        while (more);
        _intake.End();
    }

    public void Dispose() => _decoder.Dispose();
}
