using System.Globalization;
using System.Text;

namespace AsyncTick.Scripting;

/// <summary>Remembers the last faults of a loop as text: an exception itself would keep its script's code in memory. Loop thread.</summary>
internal sealed class FaultMemory
{
    private const int Length = 20;

    private readonly Queue<(int Number, string Line, string Stack)> _last = new();
    private readonly GameLoop _loop;
    private int _count;

    public FaultMemory(GameLoop loop)
    {
        _loop = loop;
        loop.Faulted += Add;
    }

    /// <summary>The last faults, a line each, latest last.</summary>
    public string List()
    {
        if (_count == 0)
        {
            return "No task has failed.";
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{_count} {(_count == 1 ? "fault" : "faults")} so far");
        if (_count > _last.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $", the last {_last.Count} of them");
        }

        foreach ((int number, string line, _) in _last)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{number,3}  {line}");
        }

        return text.Append("\nAsyncTick.Faults <number> shows the stack of one.").ToString();
    }

    /// <summary>One fault with its stack; null when it is not remembered.</summary>
    public string? Show(int number) =>
        _last.Where(fault => fault.Number == number).Select(fault => $"{fault.Line}\n{fault.Stack}").FirstOrDefault();

    private void Add(TaskFault fault)
    {
        if (_last.Count == Length)
        {
            _last.Dequeue();
        }

        string who = fault.TaskId == 0 ? "code of no task" : $"'{fault.TaskName}' (#{fault.TaskId} in {fault.ScopePath})";
        string what = ExceptionText.MessageLine(fault.Exception);
        _last.Enqueue((
            ++_count,
            string.Create(CultureInfo.InvariantCulture, $"frame {_loop.FrameNumber}, {who}: {fault.Exception.GetType().Name}: {what}"),
            ExceptionText.Full(fault.Exception)));
    }
}
