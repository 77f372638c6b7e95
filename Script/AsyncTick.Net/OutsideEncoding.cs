using System.Text;

namespace AsyncTick.Net;

/// <summary>Text of protocols that do not say how it is encoded: UTF-8 if it can be that, else Latin-1, in which every byte is a character.</summary>
internal static class OutsideEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    /// <summary>For text that a library has read as Latin-1.</summary>
    public static string Decode(string latin1) => Ascii.IsValid(latin1) ? latin1 : Decode(Encoding.Latin1.GetBytes(latin1));
}
