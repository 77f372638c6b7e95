using System.Diagnostics;

namespace AsyncTick.Testing;

/// <summary>Keeps log lines for a test to look at. Any thread.</summary>
[DebuggerDisplay("{Lines.Count} lines")]
public sealed class TestLog : ILogSink
{
    private readonly Lock _gate = new();
    private readonly List<(LogVerbosity Verbosity, string Text)> _lines = [];

    /// <summary>All lines so far.</summary>
    public IReadOnlyList<(LogVerbosity Verbosity, string Text)> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>The text of the errors so far.</summary>
    public IReadOnlyList<string> Errors => Of(LogVerbosity.Error);

    /// <summary>The text of the warnings so far.</summary>
    public IReadOnlyList<string> Warnings => Of(LogVerbosity.Warning);

    /// <summary>The text of the plain lines so far.</summary>
    public IReadOnlyList<string> Plain => Of(LogVerbosity.Log);

    /// <inheritdoc/>
    public bool IsEnabled(LogVerbosity verbosity) => true;

    /// <inheritdoc/>
    public void Write(LogVerbosity verbosity, string message)
    {
        lock (_gate)
        {
            _lines.Add((verbosity, message));
        }
    }

    /// <summary>Forgets all lines.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _lines.Clear();
        }
    }

    private IReadOnlyList<string> Of(LogVerbosity verbosity)
    {
        lock (_gate)
        {
            return [.. _lines.Where(line => line.Verbosity == verbosity).Select(line => line.Text)];
        }
    }
}
