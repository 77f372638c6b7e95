using System.Text;

namespace AsyncTick.Headless;

/// <summary>
/// Standard output that may be full, closed, or gone: what it cannot take is lost, and host and scripts go on. Said once, on standard error. Any thread.
/// </summary>
/// <remarks>
/// The host writes here and not to <see cref="Console.Out"/>, which a script may lock for as long as it likes, or set to another. On macOS and other systems the
/// framework's own stream takes that lock all the same.
/// </remarks>
internal sealed class GuardedOutput(TextWriter output, TextWriter? errors) : TextWriter
{
    private int _failures;

    /// <summary>The host's own way to standard output.</summary>
    public static GuardedOutput Out { get; }

    /// <summary>The host's own way to standard error.</summary>
    public static GuardedOutput Error { get; }

    static GuardedOutput()
    {
        Error = new GuardedOutput(Open(2) ?? Console.Error, null);
        Out = new GuardedOutput(Open(1) ?? Console.Out, Error);
    }

    public override Encoding Encoding => output.Encoding;

    /// <summary>Puts the guards in the place of the process's standard output and error.</summary>
    public static void Install()
    {
        Console.SetError(Error);
        Console.SetOut(Out);
    }

    public override void Write(char value) => Try(static (to, text) => to.Write(text), value);

    public override void Write(string? value) => Try(static (to, text) => to.Write(text), value);

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void WriteLine(string? value) => Write(value + Environment.NewLine);

    public override void Flush() => Try(static (to, _) => to.Flush(), 0);

    private static TextWriter? Open(int descriptor) =>
        OperatingSystem.IsLinux() ? Synchronized(new StreamWriter(new DescriptorStream(descriptor), new UTF8Encoding(false)) { AutoFlush = true }) : null;

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
