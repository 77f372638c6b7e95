using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AsyncTick.Remote.Protocol;

/// <summary>Makes one line of the protocol: a JSON object and a line break. Any thread.</summary>
internal static class JsonLine
{
    // Nothing here is ever put into a page; what people read should be readable on the wire.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line.</summary>
    /// <param name="write">Writes the members of the object.</param>
    public static ReadOnlyMemory<byte> Make(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
