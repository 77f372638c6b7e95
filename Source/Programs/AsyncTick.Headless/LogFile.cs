namespace AsyncTick.Headless;

/// <summary>The file that the log goes to besides standard output. A disk that is full costs lines and nothing else. One thread at a time.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly StreamWriter _writer;
    private bool _hasFailed;

    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public LogFile(string path)
    {
        // Others may read it, cut it and take it away.
        try
        {
            _writer = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
        }
        catch (ArgumentException problem)
        {
            throw new IOException($"--log-file: {problem.Message}", problem);
        }
    }

    public void WriteLine(string text)
    {
        try
        {
            _writer.WriteLine(text);
            _hasFailed = false;
        }
        catch (IOException problem)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                GuardedOutput.Error.WriteLine($"The log file cannot be written: {problem.Message}");
            }
        }
    }

    public void Dispose()
    {
        try
        {
            _writer.Dispose();
        }
        catch (IOException)
        {
            // Said before.
        }
    }
}
