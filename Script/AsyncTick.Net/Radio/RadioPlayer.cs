using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;

namespace AsyncTick.Net;

/// <summary>
/// Plays an Icecast or Shoutcast station into an <see cref="IPcmSink"/>: reads and decodes on the pool, hands the sound to the
/// sink on the game thread, reconnects when the station is lost, goes on with a file where it broke off. Game thread only.
/// </summary>
/// <remarks>
/// Between decoder and sink lies a bounded queue: a sink that plays in real time holds the station back, nothing is dropped.
/// The player leaves the sink open: the code that made it disposes it.
/// </remarks>
[DebuggerDisplay("{_name}: {State}, {Title}")]
public sealed class RadioPlayer
{
    private readonly IPcmSink _sink;
    private readonly RadioOptions _options;
    private readonly string _name;
    private RadioDecoding? _decoding;
    private volatile bool _isHopeless;
    private PcmFormat? _sinkFormat;
    private ILogSink? _log;
    private bool _decoderTold;
    private Supervisor? _supervisor;
    private PcmQueue? _queue;

    /// <summary>Makes a player that does not play yet.</summary>
    /// <param name="address">A stream, a playlist (.m3u, .pls) or an MP3 file; http or https. A user name and a password in it are sent and never shown.</param>
    /// <param name="sink">Takes the sound.</param>
    /// <param name="options">Null for the defaults.</param>
    public RadioPlayer(Uri address, IPcmSink sink, RadioOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(sink);
        Address = address;
        _name = $"radio {LogText.Address(address)}";
        _sink = sink;
        _options = options ?? new RadioOptions();
    }

    /// <summary>
    /// A title began; raised when its sound reaches the sink. Control characters in it are escapes, see <see cref="LogText"/>. Not raised when a station
    /// clears its title. A handler that throws ends the player.
    /// </summary>
    public event Action<string>? TitleChanged;

    /// <summary>What was asked for.</summary>
    public Uri Address { get; }

    /// <summary>What the player is doing.</summary>
    public RadioState State { get; private set; }

    /// <summary>The station's name; null when it gave none.</summary>
    public string? Station { get; private set; }

    /// <summary>The current title; null before the first, and when the station has cleared it.</summary>
    public string? Title { get; private set; }

    /// <summary>The format of the sound; null before the first.</summary>
    public PcmFormat? Format => _sinkFormat;

    /// <summary>Bytes of decoded sound that the sink has taken, over all connections.</summary>
    public long PlayedBytes { get; private set; }

    /// <summary>Bytes of decoded sound that wait for the sink. They come from the thread pool, also while no frame runs. Any thread.</summary>
    public long BufferedBytes => _queue?.BufferedBytes ?? 0;

    /// <summary>How often the station was lost and tried again.</summary>
    public int Reconnects => _supervisor?.Restarts ?? 0;

    /// <summary>Plays until the current task is canceled, or a file has ended. A lost station is no error, it is tried again.</summary>
    /// <exception cref="Mp3Exception">A decoder could not be opened, or a file is no MP3. A live stream that is no MP3 is reported and tried again.</exception>
    /// <exception cref="OperationCanceledException">The task was canceled.</exception>
    public async Task Play()
    {
        // Asked first, so that a missing library is not found out again at each reconnect.
        var open = _options.Decoder ?? (_options.Library is { } library ? kind => new Mp3Decoder(kind, library) : Mp3Decoders.Find());
        _decoderTold = false;
        _log = Async.Loop.Log;
        _supervisor = new Supervisor(_name, () => PlayOnce(open), new SuperviseOptions
        {
            Backoff = _options.Reconnect,
            IsFatal = e => _isHopeless || e is not NetworkException and not Mp3Exception,
        });
        try
        {
            await _supervisor.Run();
        }
        finally
        {
            State = RadioState.Stopped;
            _decoding?.Dispose();
            _decoding = null;
        }
    }

    private async Task PlayOnce(Func<Mp3Input, IAudioDecoder> open)
    {
        State = RadioState.Connecting;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Async.Token);
        using var queue = new PcmQueue(_options.MaxQueuedBytes);
        _queue = queue;
        var titles = new ConcurrentQueue<(long At, string Title)>();
        var decoding = Task.Run(() => Decode(open, queue, titles, stop.Token), CancellationToken.None);
        try
        {
            await Drain(queue, titles, stop.Token);
            await decoding;
        }
        finally
        {
            State = RadioState.Connecting;
            await stop.CancelAsync();
            queue.Dispose();
            await decoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    private async Task Drain(PcmQueue queue, ConcurrentQueue<(long At, string Title)> titles, CancellationToken cancellation)
    {
        var slice = default(SliceYield);
        long taken = 0;
        while (await queue.WaitToTake(cancellation))
        {
            while (queue.TryTake(out var block))
            {
                using (block)
                {
                    State = RadioState.Playing;
                    AnnounceTitles(titles, taken);
                    if (_sinkFormat != block.Format)
                    {
                        _sinkFormat = block.Format;
                        await _sink.BeginFormat(block.Format, cancellation);
                    }

                    await _sink.Write(block.Samples, cancellation);
                    taken += block.Samples.Length;
                    PlayedBytes += block.Samples.Length;
                }

                if (slice.IsDue)
                {
                    await SliceYield.Next;
                    cancellation.ThrowIfCancellationRequested();
                    slice.Restart();
                }
            }
        }

        AnnounceTitles(titles, long.MaxValue);
    }

    private void AnnounceTitles(ConcurrentQueue<(long At, string Title)> titles, long upTo)
    {
        while (titles.TryPeek(out var next) && next.At <= upTo && titles.TryDequeue(out next))
        {
            var title = next.Title.Length > 0 ? next.Title : null;
            if (title != Title)
            {
                Title = title;
                if (title is not null)
                {
                    TitleChanged?.Invoke(title);
                }
            }
        }
    }

    // On the pool from here on.
    private async Task Decode(Func<Mp3Input, IAudioDecoder> open, PcmQueue queue, ConcurrentQueue<(long At, string Title)> titles, CancellationToken cancellation)
    {
        try
        {
            var reader = await OpenReader(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                Station = reader.Station;
                await DecodingOf(reader, open).Run(reader, queue, titles, cancellation).ConfigureAwait(false);
                if (reader.IsLive)
                {
                    throw new NetworkException($"{reader.Address} has ended its stream.");
                }
            }

            queue.Complete();
        }
        catch (Exception e)
        {
            // A file is the same the next time; a station may have found its stream again.
            _isHopeless |= e is Mp3Exception && _decoding?.IsFile == true;
            queue.Complete(e);
            throw;
        }
    }

    private async Task<IcecastReader> OpenReader(CancellationToken cancellation)
    {
        if (_decoding is { IsFile: true, Position: > 0 } broken)
        {
            try
            {
                var reader = await IcecastReader.OpenFile(broken.Source, broken.Position, _options, cancellation).ConfigureAwait(false);
                if (broken.IsContinuedBy(reader) || reader.Start == 0)
                {
                    return reader;
                }

                // The rest of another file.
                await reader.DisposeAsync().ConfigureAwait(false);
            }
            catch (NetworkException e) when (e.AnswerStatus == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // Another, shorter file by now.
            }
        }

        return await IcecastReader.Open(Address, _options, cancellation).ConfigureAwait(false);
    }

    private RadioDecoding DecodingOf(IcecastReader reader, Func<Mp3Input, IAudioDecoder> open)
    {
        if (_decoding is not { IsFile: true } broken || !broken.IsContinuedBy(reader))
        {
            _decoding?.Dispose();
            _decoding = null;
            var decoder = open(reader.IsLive ? Mp3Input.Stream : Mp3Input.File);
            if (!_decoderTold)
            {
                _decoderTold = true;
                _log!.Write(LogVerbosity.Log, $"Radio: MP3 is decoded by {decoder.Name}");
            }

            _decoding = new RadioDecoding(reader, decoder);
        }

        return _decoding;
    }
}
