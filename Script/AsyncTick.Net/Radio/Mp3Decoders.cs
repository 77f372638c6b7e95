namespace AsyncTick.Net;

/// <summary>Finds what decodes MP3 on this machine. Any thread.</summary>
public static class Mp3Decoders
{
    /// <summary>libmpg123 where it is installed, and otherwise NLayer, which is managed code: about nine times slower, and needs nothing.</summary>
    /// <param name="names">File names or paths of libmpg123 to try; null for the platform's usual ones.</param>
    /// <returns>Opens a decoder; call it once for each stream.</returns>
    public static Func<Mp3Input, IAudioDecoder> Find(IReadOnlyList<string>? names = null)
    {
        try
        {
            var library = names is null ? Mpg123Library.Default : Mpg123Library.Load(names);
            return kind => new Mp3Decoder(kind, library);
        }
        catch (Mp3Exception e)
        {
            return kind => new ManagedMp3Decoder(kind, e.Message);
        }
    }
}
