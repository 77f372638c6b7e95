using System.Collections.Concurrent;
using AsyncTick.Scripting;

namespace AsyncTick.Headless;

/// <summary>
/// Reads lines from standard input on a thread of its own; the loop takes them between frames. At a terminal the lines are edited, otherwise
/// they are taken as they come.
/// </summary>
internal sealed class ConsoleInput(TerminalScreen? screen)
{
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentQueue<(string Line, int Cursor, TaskCompletionSource<ConsoleCompletion> Answer)> _questions = new();
    private volatile bool _ended;

    /// <summary>Whether input has ended and all of it was taken.</summary>
    public bool Ended => _ended && _lines.IsEmpty;

    public void Start()
    {
        Thread reader = new(Read) { Name = "Console input", IsBackground = true };
        reader.Start();
    }

    public bool TryTake(out string line) => _lines.TryDequeue(out line!);

    /// <summary>Answers what Tab has asked since the last frame: names of tasks are known on the loop's thread only.</summary>
    public void AnswerCompletions(Func<string, int, ConsoleCompletion> complete)
    {
        while (_questions.TryDequeue(out var question))
        {
            question.Answer.SetResult(complete(question.Line, question.Cursor));
        }
    }

    private void Read()
    {
        Func<string?> readLine = screen is null ? Console.In.ReadLine : new LineEditor(screen, Ask).ReadLine;
        while (readLine() is { } line)
        {
            _lines.Enqueue(line);
        }

        _ended = true;
    }

    private ConsoleCompletion Ask(string line, int cursor)
    {
        TaskCompletionSource<ConsoleCompletion> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions.Enqueue((line, cursor, answer));
#pragma warning disable VSTHRD002 // The reader's own thread, which has nothing else to do; the loop answers within a frame.
        return answer.Task.GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }
}
