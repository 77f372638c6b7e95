using System.Text;

namespace AsyncTick.Net;

/// <summary>How a <see cref="ChildProcess"/> is started, and its limits on what it can make the host keep.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>The folder that it begins in; null for the host's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables that it gets besides the host's own, or instead of them; one with null is taken out.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The encoding of its input and output. Default UTF-8; bytes that are none come as U+FFFD.</summary>
    public Encoding Encoding { get; init; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The longest line in characters; what is over is dropped, and the line says so. Default 64 Ki.</summary>
    public int MaxLineLength { get; init; } = 64 * 1024;

    /// <summary>Lines that wait to be read; then the process waits in its next write, as with a full pipe. Default 1000.</summary>
    public int MaxUnreadLines { get; init; } = 1000;

    /// <summary>How long, in seconds of real time, output is waited for after the process has ended: what it has started itself may hold its pipes open. Default 1.</summary>
    public double DrainSeconds { get; init; } = 1;

    /// <summary>How long, in seconds of real time, the end of a process is waited for that has been killed. Default 5.</summary>
    public double KillSeconds { get; init; } = 5;
}
