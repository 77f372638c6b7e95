namespace AsyncTick.Testing;

/// <summary>A test loop did not get where the test wanted it; the message ends with the live task list.</summary>
public sealed class TestLoopException : Exception
{
    /// <summary>Made by <see cref="TestLoop"/>.</summary>
    public TestLoopException(string message, string table, Exception? cause = null)
        : base($"{message}\n{table}", cause)
    {
    }
}
