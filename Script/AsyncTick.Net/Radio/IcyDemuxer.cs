using System.Buffers;
using System.Net;

namespace AsyncTick.Net;

/// <summary>
/// Separates the sound of an Icecast/Shoutcast stream from the metadata blocks that the server puts into it every
/// <c>icy-metaint</c> bytes. Not thread-safe. Input may be cut anywhere.
/// </summary>
/// <remarks>A metadata block is at most 255 x 16 bytes by its format, so nothing a server sends can make this grow.</remarks>
public sealed class IcyDemuxer
{
    private const int BlockUnit = 16;
    private static readonly SearchValues<char> FieldNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    private readonly int _interval;
    private readonly byte[] _metadata = new byte[byte.MaxValue * BlockUnit];
    private int _untilMetadata;
    private int _metadataLength = -1;
    private int _metadataFilled;

    /// <summary>Starts at the first byte of a body.</summary>
    /// <param name="interval">The response's <c>icy-metaint</c>; 0 when there was none: all is sound then.</param>
    public IcyDemuxer(int interval)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(interval);
        _interval = interval;
        _untilMetadata = interval;
    }

    /// <summary>Takes the next bytes of the body.</summary>
    /// <param name="input">Bytes as they came.</param>
    /// <param name="audio">Gets the sound.</param>
    /// <param name="title">Called for each title in a metadata block, repetitions included; empty when the server cleared it. Text from outside, see <see cref="LogText"/>.</param>
    public void Feed(ReadOnlySpan<byte> input, IBufferWriter<byte> audio, Action<string> title)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(title);
        if (_interval == 0)
        {
            audio.Write(input);
            return;
        }

        while (!input.IsEmpty)
        {
            if (_untilMetadata > 0)
            {
                var sound = Math.Min(_untilMetadata, input.Length);
                audio.Write(input[..sound]);
                input = input[sound..];
                _untilMetadata -= sound;
            }
            else if (_metadataLength < 0)
            {
                _metadataLength = input[0] * BlockUnit;
                _metadataFilled = 0;
                input = input[1..];
                FinishBlockWhenFull(title);
            }
            else
            {
                var taken = Math.Min(_metadataLength - _metadataFilled, input.Length);
                input[..taken].CopyTo(_metadata.AsSpan(_metadataFilled));
                _metadataFilled += taken;
                input = input[taken..];
                FinishBlockWhenFull(title);
            }
        }
    }

    /// <summary>Finds the title in the text of a metadata block; null when it has none. HTML entities in it are left as they are.</summary>
    /// <param name="metadata">For example <c>StreamTitle='An artist - It's a title';StreamUrl='';</c>.</param>
    public static string? ParseTitle(string metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        const string Key = "StreamTitle='";
        var start = metadata.IndexOf(Key, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return null;
        }

        start += Key.Length;

        // Titles contain quotes and semicolons unescaped, so the end is the pair that another field follows, or nothing.
        for (var end = start; (end = metadata.IndexOf("';", end, StringComparison.Ordinal)) >= 0; end++)
        {
            if (IsFieldOrEnd(metadata.AsSpan(end + 2)))
            {
                return metadata[start..end];
            }
        }

        var last = metadata.LastIndexOf('\'');
        return last < start ? metadata[start..] : metadata[start..last];
    }

    private static bool IsFieldOrEnd(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart();
        var equals = rest.IndexOf('=');
        return rest.IsEmpty || (equals > 0 && !rest[..equals].ContainsAnyExcept(FieldNames));
    }

    private void FinishBlockWhenFull(Action<string> title)
    {
        if (_metadataFilled < _metadataLength)
        {
            return;
        }

        // Servers send UTF-8 or Latin-1 without saying which, and Icecast writes what Latin-1 lacks as HTML entities.
        var text = OutsideEncoding.Decode(_metadata.AsSpan(0, _metadataLength).TrimEnd((byte)0));
        _metadataLength = -1;
        _untilMetadata = _interval;
        if (ParseTitle(text) is { } found)
        {
            title(WebUtility.HtmlDecode(found));
        }
    }
}
