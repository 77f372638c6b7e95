using System.Buffers;
using System.Collections.Concurrent;

namespace AsyncTick.Net;

/// <summary>The pool's half of a <see cref="RadioPlayer"/>: from the station's bytes to blocks of sound, with the titles in their places.</summary>
internal sealed class RadioDecoding
{
    private const int BlockBytes = 16 * 1024;

    // A server that sends title after title without sound must not fill memory.
    private const int MaxTitles = 64;

    private readonly IcecastReader _reader;
    private readonly IAudioDecoder _decoder;
    private readonly PcmQueue _queue;
    private readonly ConcurrentQueue<(long At, string Title)> _titles;
    private readonly ArrayBufferWriter<byte> _audio = new(BlockBytes);
    private readonly byte[] _pcm = new byte[BlockBytes];
    private readonly Action<string> _onTitle;
    private long _decoded;

    public RadioDecoding(IcecastReader reader, IAudioDecoder decoder, PcmQueue queue, ConcurrentQueue<(long At, string Title)> titles)
    {
        _reader = reader;
        _decoder = decoder;
        _queue = queue;
        _titles = titles;
        _onTitle = OnTitle;
    }

    public async Task Run(CancellationToken cancellation)
    {
        bool more;
        do
        {
            _audio.ResetWrittenCount();
            more = await _reader.Read(_audio, _onTitle).ConfigureAwait(false);
            if (_audio.WrittenCount > 0)
            {
                _decoder.Feed(_audio.WrittenSpan);
            }

            for (var done = _decoder.Read(_pcm); done > 0; done = _decoder.Read(_pcm))
            {
                var block = PcmBlock.Copy(_decoder.Format!.Value, _pcm.AsSpan(0, done));
                _decoded += done;
                await _queue.Write(block, cancellation).ConfigureAwait(false);
            }
        }
        while (more);
    }

    private void OnTitle(string title)
    {
        if (_titles.Count < MaxTitles)
        {
            _titles.Enqueue((_decoded, title));
        }
    }
}
