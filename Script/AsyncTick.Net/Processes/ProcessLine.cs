namespace AsyncTick.Net;

/// <summary>A line that a process has written.</summary>
/// <param name="Text">The line without its end. It came from outside: <see cref="LogText.Printable"/> makes it fit for a log.</param>
/// <param name="IsError">Written to standard error.</param>
/// <param name="IsCut">It was longer than <see cref="ChildProcessOptions.MaxLineLength"/>; the rest was dropped.</param>
public readonly record struct ProcessLine(string Text, bool IsError, bool IsCut)
{
    /// <inheritdoc/>
    public override string ToString() => Text;
}
