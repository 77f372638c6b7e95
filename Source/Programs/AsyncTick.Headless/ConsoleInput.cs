using System.Collections.Concurrent;

namespace AsyncTick.Headless;

/// <summary>Reads lines from standard input on a thread of its own; the loop takes them between frames.</summary>
internal sealed class ConsoleInput
{
    private readonly ConcurrentQueue<string> _lines = new();
    private volatile bool _ended;

    /// <summary>Whether input has ended and all of it was taken.</summary>
    public bool Ended => _ended && _lines.IsEmpty;

    public void Start()
    {
        Thread reader = new(Read) { Name = "Console input", IsBackground = true };
        reader.Start();
    }

    public bool TryTake(out string line) => _lines.TryDequeue(out line!);

    private void Read()
    {
        while (Console.In.ReadLine() is { } line)
        {
            _lines.Enqueue(line);
        }

        _ended = true;
    }
}
