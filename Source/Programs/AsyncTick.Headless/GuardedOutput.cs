using System.Text;

namespace AsyncTick.Headless;

/// <summary>
/// Standard output that may be full, closed, or gone: what it cannot take is lost, and host and scripts go on. Said once, on standard error. Any thread.
/// </summary>
internal sealed class GuardedOutput(TextWriter output, TextWriter? errors) : TextWriter
{
    private int _failures;

    public override Encoding Encoding => output.Encoding;

    /// <summary>Puts guards in the place of the process's standard output and error.</summary>
    public static void Install()
    {
        GuardedOutput errors = new(Console.Error, null);
        Console.SetError(errors);
        Console.SetOut(new GuardedOutput(Console.Out, errors));
    }

    public override void Write(char value) => Try(static (to, text) => to.Write(text), value);

    public override void Write(string? value) => Try(static (to, text) => to.Write(text), value);

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    public override void Flush() => Try(static (to, _) => to.Flush(), 0);

    private void Try<T>(Action<TextWriter, T> write, T value)
    {
        try
        {
            write(output, value);
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            if (Interlocked.Increment(ref _failures) == 1)
            {
                errors?.WriteLine($"AsyncTick.Headless: standard output cannot be written: {problem.Message}");
            }
        }
    }
}
