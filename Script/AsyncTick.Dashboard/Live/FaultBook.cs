using System.Diagnostics;

namespace AsyncTick.Dashboard;

/// <summary>
/// The last faults of a loop, in words: an exception that was kept would keep its script in memory. Faults are taken on the loop's thread; the book
/// may be read on any.
/// </summary>
[DebuggerDisplay("{_entries.Count} faults")]
internal sealed class FaultBook
{
    private const int Capacity = 100;
    private const int StacksPerSecond = 20;
    private const int MaxStack = 16 * 1024;
    private const int MaxMessage = 4 * 1024;

    private readonly Lock _gate = new();
    private readonly List<FaultEntry> _entries = [];
    private long _version;
    private int _numbers;
    private long _second;
    private int _stacks;

    /// <summary>A stack takes a tenth of a millisecond to put into words, so of the same fault again there is a count, and a storm of different ones is thinned out.</summary>
    public void Add(TaskFault fault)
    {
        var message = Cut(ExceptionText.Message(fault.Exception), MaxMessage);
        var type = fault.Exception.GetType().FullName ?? "Exception";
        var place = PlaceOf(fault.Exception);
        lock (_gate)
        {
            var entry = _entries.FindLast(each => each.Message == message && each.Type == type && each.Place == place);
            if (entry is null)
            {
                if (IsStorm())
                {
                    return;
                }

                entry = new FaultEntry { Number = ++_numbers, Place = place, Type = type, Message = message, Stack = Cut(ExceptionText.Full(fault.Exception), MaxStack) };
                _entries.Add(entry);
                if (_entries.Count > Capacity)
                {
                    _entries.RemoveAt(0);
                }
            }

            entry.Count++;
            entry.TaskId = fault.TaskId;
            entry.TaskName = fault.TaskName;
            entry.ScopePath = fault.ScopePath;
            entry.LastAt = DateTimeOffset.UtcNow;
            entry.Version = ++_version;
        }
    }

    /// <summary>Gives those that have changed after a version, oldest first, and the version that they are as of.</summary>
    public long ReadAfter(long version, Action<FaultEntry> read)
    {
        FaultEntry[] changed;
        long last;
        lock (_gate)
        {
            // Copies: the loop's thread must not wait for what is done with them.
            changed = [.. _entries.Where(entry => entry.Version > version).Select(entry => entry with { })];
            last = _version;
        }

        Array.ForEach(changed, read);
        return last;
    }

    private bool IsStorm()
    {
        var second = Environment.TickCount64 / 1000;
        if (second != _second)
        {
            _second = second;
            _stacks = 0;
        }

        return ++_stacks > StacksPerSecond;
    }

    // Without symbols, which is the costly part.
    private static string PlaceOf(Exception fault)
    {
        var frame = new StackTrace(fault, fNeedFileInfo: false).GetFrame(0);
        var method = frame is null ? null : DiagnosticMethodInfo.Create(frame);
        return $"{method?.DeclaringTypeName}.{method?.Name}+{frame?.GetILOffset()}";
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
