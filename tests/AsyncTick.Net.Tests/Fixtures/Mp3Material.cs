namespace AsyncTick.Net.Tests;

/// <summary>MP3 files made by sox and lame, and what mpg123 makes of them.</summary>
public static class Mp3Material
{
    /// <summary>Writes an MP3, the same one each time, and returns its path.</summary>
    public static string Make(ScratchFolder folder, string name, int rate = 44100, int channels = 2, double seconds = 5, params string[] lameArguments)
    {
        var wav = folder.File(name + ".src.wav");
        var mp3 = folder.File(name + ".mp3");
        var tones = channels == 2
            ? new[] { "sine", "220-880", "sine", "330" }
            : ["sine", "440-660"];
        ServerProcess.Run("sox", ["-R", "-D", "-n", "-r", $"{rate}", "-b", "16", "-c", $"{channels}", wav, "synth", $"{seconds}", .. tones, "vol", "0.5"]);
        ServerProcess.Run("lame", ["--quiet", .. lameArguments, wav, mp3]);
        return mp3;
    }

    /// <summary>The samples that <c>mpg123 -w</c> writes for a file.</summary>
    public static byte[] Mpg123Samples(ScratchFolder folder, string mp3)
    {
        var wav = folder.File(Path.GetFileName(mp3) + ".mpg123.wav");
        ServerProcess.Run("mpg123", "-q", "-w", wav, mp3);
        return Samples(wav);
    }

    /// <summary>The data chunk of a WAV file.</summary>
    public static byte[] Samples(string wav)
    {
        var bytes = File.ReadAllBytes(wav);
        for (var at = 12; at + 8 <= bytes.Length;)
        {
            var length = BitConverter.ToInt32(bytes, at + 4);
            if (bytes.AsSpan(at, 4).SequenceEqual("data"u8))
            {
                return bytes[(at + 8)..(at + 8 + length)];
            }

            at += 8 + length + (length & 1);
        }

        throw new InvalidDataException($"{wav} has no data chunk.");
    }
}
