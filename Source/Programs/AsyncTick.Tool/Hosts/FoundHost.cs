using System.Globalization;
using System.Text.Json;
using AsyncTick.Remote;

namespace AsyncTick.Tool.Hosts;

/// <summary>A running host, connected.</summary>
internal sealed record FoundHost(RemoteClient Client)
{
    public int ProcessId => Client.Hello.GetProperty("process").GetInt32();

    public string Name => Client.Hello.GetProperty("host").GetString()!;

    public string Folder => Client.Hello.GetProperty("folder").GetString()!;

    public DateTimeOffset Started => Client.Hello.TryGetProperty("started", out var started) && started.ValueKind == JsonValueKind.String ? started.GetDateTimeOffset() : default;

    /// <summary>Whether a user who types this means it.</summary>
    public bool IsMeantBy(string text) =>
        text == ProcessId.ToString(CultureInfo.InvariantCulture)
        || text.Equals(Name, StringComparison.OrdinalIgnoreCase)
        || text.Equals(Path.GetFileName(Folder), StringComparison.OrdinalIgnoreCase);
}
