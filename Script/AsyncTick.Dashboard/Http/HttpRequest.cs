using System.Diagnostics;

namespace AsyncTick.Dashboard;

/// <summary>One request, read whole.</summary>
[DebuggerDisplay("{Method} {Path}")]
internal sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body, bool KeepAlive)
{
    /// <summary>A header; null when the peer did not send it.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
