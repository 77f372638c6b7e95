using System.Diagnostics;

namespace AsyncTick.Scripting;

/// <summary>
/// The last faults of a loop in words, for the console and the dashboard: an exception that was kept would keep its script's code in memory. Faults are
/// taken on the loop's thread; any thread may read.
/// </summary>
/// <remarks>
/// The text of a stack takes a tenth of a millisecond. Faults of the same type and callers, whose messages differ by numbers and ids at most, are one group,
/// whose stack is put into words once; of more than twenty new groups in a second the others have none.
/// </remarks>
[DebuggerDisplay("{Count} faults, {_groups.Count} groups")]
public sealed class FaultLog
{
    private const int GroupCapacity = 100;
    private const int OccurrenceCapacity = 20;
    private const int StacksPerSecond = 20;
    private const int MaxStack = 16 * 1024;
    private const int MaxMessage = 4 * 1024;

    private readonly Lock _gate = new();
    private readonly List<FaultGroup> _groups = [];
    private readonly Queue<FaultOccurrence> _latest = new();
    private readonly GameLoop _loop;
    private long _version;
    private int _count;
    private long _second;
    private int _stacks;

    /// <summary>Takes down what fails on this loop from now on.</summary>
    public FaultLog(GameLoop loop)
    {
        ArgumentNullException.ThrowIfNull(loop);
        _loop = loop;
        loop.Faulted += Add;
    }

    /// <summary>How many faults there were.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>The last twenty, latest last.</summary>
    public IReadOnlyList<FaultOccurrence> Latest()
    {
        lock (_gate)
        {
            return [.. _latest];
        }
    }

    /// <summary>Gives the groups that have changed after a version, oldest first, and the version that they are as of.</summary>
    /// <param name="version">What the last call returned; 0 for all.</param>
    /// <param name="read">Called on the calling thread, with copies.</param>
    public long ReadGroupsAfter(long version, Action<FaultGroup> read)
    {
        FaultGroup[] changed;
        long last;
        lock (_gate)
        {
            // Copies: the loop's thread must not wait for what is done with them.
            changed = [.. _groups.Where(group => group.Version > version).Select(group => group with { })];
            last = _version;
        }

        Array.ForEach(changed, read);
        return last;
    }

    private void Add(TaskFault fault)
    {
        var exception = fault.Exception;
        var type = exception.GetType().FullName ?? exception.GetType().Name;
        var message = Cut(ExceptionText.Message(exception), MaxMessage);
        var pattern = MessagePattern.Of(message);
        var callers = CallersOf(exception);
        lock (_gate)
        {
            var number = ++_count;
            var group = _groups.FindLast(each => each.Callers == callers && each.Type == type && each.Pattern == pattern);
            if (group is null)
            {
                group = new FaultGroup { Number = number, Callers = callers, Type = type, Pattern = pattern };
                _groups.Add(group);
                if (_groups.Count > GroupCapacity)
                {
                    _groups.RemoveAt(0);
                }
            }

            if (group.Stack is null && MayTakeStack())
            {
                group.Stack = StackOf(fault);
            }

            group.Note(fault, message, ++_version);
            _latest.Enqueue(new FaultOccurrence(number, _loop.FrameNumber, fault.TaskId, fault.TaskName, fault.ScopePath, exception.GetType().Name, message, group.Stack));
            if (_latest.Count > OccurrenceCapacity)
            {
                _latest.Dequeue();
            }
        }
    }

    private bool MayTakeStack()
    {
        var second = Environment.TickCount64 / 1000;
        if (second != _second)
        {
            _second = second;
            _stacks = 0;
        }

        return ++_stacks <= StacksPerSecond;
    }

    // Methods by name, so that a script that was compiled again counts as the same; without files and lines, which are what costs.
    private static int CallersOf(Exception exception)
    {
        HashCode hash = default;
        foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
        {
            hash.Add(frame.GetMethod()?.DeclaringType?.FullName);
            hash.Add(frame.GetMethod()?.Name);
            hash.Add(frame.GetILOffset());
        }

        return hash.ToHashCode();
    }

    private static string StackOf(in TaskFault fault)
    {
        var stack = Cut(ExceptionText.OfTask(fault.Exception), MaxStack);
        return fault.StartSite.Length == 0 ? stack : $"{stack}\nStarted at {fault.StartSite}";
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
