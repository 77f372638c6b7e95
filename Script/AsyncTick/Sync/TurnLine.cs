using System.Diagnostics.CodeAnalysis;

namespace AsyncTick;

/// <summary>
/// Those who wait for one object, first come first served, and the one loop whose tasks they are: what the objects of this folder have in
/// common. Loop thread only unless said otherwise.
/// </summary>
/// <param name="kind">What the object is, in a list: <c>semaphore</c>.</param>
/// <param name="name">What its user calls it; null for no name.</param>
/// <param name="left">See <see cref="WaitLine.Left"/>.</param>
internal sealed class TurnLine(string kind, string? name, Action? left = null)
{
    private readonly WaitLine _line = new() { Left = left };
    private volatile GameLoop? _loop;

    public string? Name { get; } = ShownText.OneLine(name);

    public string Label => Name is null ? kind : $"{kind} '{Name}'";

    /// <summary>The loop that the object belongs to: that of the first task which used it. Any thread.</summary>
    public GameLoop? Loop => _loop;

    public int Count => _line.Count;

    public WaitLine Waiters => _line;

    /// <summary>There are no more turns to be had.</summary>
    public bool IsClosed { get; private set; }

    public TurnNode? First => (TurnNode?)_line.First;

    /// <summary>The ids of the tasks that wait, in their order.</summary>
    public List<int> TaskIds() => _line.TaskIds();

    /// <summary>The calling task, whose loop is the object's from now on.</summary>
    /// <exception cref="InvalidOperationException">It is another loop's already, or no task calls.</exception>
    public TaskContext Join()
    {
        var context = TaskContext.Required;
        var loop = _loop;
        if (loop is null)
        {
            // Another thread changes the object first and looks for its loop then, so one of the two sees the other.
            _loop = loop = context.Loop;
            Interlocked.MemoryBarrier();
        }

        if (loop != context.Loop)
        {
            RefuseOtherLoop(loop, context);
        }

        return context;
    }

    /// <summary>Throws on another thread than that of the object's loop, once it has one.</summary>
    public void VerifyThread() => _loop?.VerifyThread();

    /// <summary>Does <paramref name="action"/> now, or on the loop's thread when this is another one. Any thread; not before a task has used the object, for until then there is none to serve.</summary>
    public void Serve(Action action)
    {
        if (_loop is not { } loop)
        {
            return;
        }

        if (loop.IsOnLoopThread)
        {
            action();
        }
        else
        {
            loop.PostQuietly(action);
        }
    }

    /// <summary>A node for a wait of the calling task that is about to begin.</summary>
    public static TurnNode Rent(TaskContext context, WaitKind kind, object? detail, string file, int line, int mode = 0)
    {
        context.Record.NoteWait(kind, file, line, detail);
        var node = context.Loop.Pools.Turn.Rent();
        node.File = file;
        node.SourceLine = line;
        node.Mode = mode;
        return node;
    }

    public void Enter(TurnNode node, TaskContext context, Action continuation)
    {
        node.Link(context, continuation);
        if (IsClosed)
        {
            node.MakeReady();
        }
        else
        {
            _line.Enter(node);
        }
    }

    /// <summary>Takes out the first, who has got its turn. The caller lets it go on: <see cref="WaitNode.MakeReady"/>.</summary>
    public bool TryGrant([NotNullWhen(true)] out TurnNode? node)
    {
        node = null;
        if (!_line.TryTake(out var first))
        {
            return false;
        }

        node = (TurnNode)first;
        node.Grant();
        return true;
    }

    /// <summary>The first gets its turn and goes on. False when none waits.</summary>
    public bool LetOneGo()
    {
        if (!TryGrant(out var node))
        {
            return false;
        }

        node.MakeReady();
        return true;
    }

    /// <summary>All who wait go on, without a turn: there will be none.</summary>
    public void Close()
    {
        IsClosed = true;
        while (_line.TryTake(out var node))
        {
            node.MakeReady();
        }
    }

    [DoesNotReturn]
    public void RefuseLateTake() =>
        throw new InvalidOperationException($"{Label}: await what the call returns at once; there was no need to wait when it was made, and there is now.");

    [DoesNotReturn]
    private void RefuseOtherLoop(GameLoop loop, TaskContext context) =>
        throw new InvalidOperationException($"{char.ToUpperInvariant(Label[0])}{Label.AsSpan(1)} belongs to loop '{loop.Name}'; a task of loop '{context.Loop.Name}' cannot use it. Give each loop one of its own.");
}
