namespace AsyncTick.Headless;

/// <summary>Commands that are executed one after the other: one may rely on the script that the one before it has started. Loop thread.</summary>
internal sealed class CommandQueue(Func<string, Task> execute)
{
    private readonly Queue<string> _waiting = new();
    private Task? _executing;

    /// <summary>Whether all of them have been executed to their end.</summary>
    public bool IsDone => _executing is null or { IsCompleted: true } && _waiting.Count == 0;

    public void Add(IEnumerable<string> commands)
    {
        foreach (var command in commands)
        {
            _waiting.Enqueue(command);
        }
    }

    /// <summary>Begins what may begin.</summary>
    public void Advance()
    {
        while (_executing is null or { IsCompleted: true } && _waiting.TryDequeue(out var command))
        {
            _executing = execute(command);
        }
    }
}
