using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// What tasks live and end in: a loop, a world, an actor, a script run, a group (asyncio's <c>TaskGroup</c>, with a lifetime). Scopes form
/// a tree; cancelling one cancels everything below it, and everything started inside ends with it. Loop thread only unless said otherwise.
/// </summary>
[DebuggerDisplay("{Path} {State}, {TaskCount} tasks")]
public sealed partial class TaskScope : IAsyncDisposable
{
    private readonly List<TaskScope> _children = [];
    private TaskRecord? _first;
    private TaskRecord? _last;
    private TaskCompletionSource? _whenEmpty;
    private CancellationTokenSource? _tokenSource;
    private bool _isCleanup;

    // Asked from any thread, so written before the tasks are told.
    private volatile CancelReason _cancelReason;

    internal TaskScope(GameLoop loop, TaskScope? parent, string name)
    {
        Loop = loop;
        Parent = parent;
        Name = name;
        Id = loop.NextScopeId();
        Clocks = parent?.Clocks ?? loop.Clocks;
        World = parent?.World;
        DefaultClock = parent?.DefaultClock ?? Clock.Real;
        IsPaused = parent?.IsPaused ?? false;
    }

    /// <summary>Unique within its loop, in order of creation; the root's is 1. Any thread.</summary>
    public int Id { get; }

    /// <summary>The scope's own name. Any thread.</summary>
    public string Name { get; }

    /// <summary>The scope above; null for a loop's root. Any thread.</summary>
    public TaskScope? Parent { get; }

    /// <summary>The loop that runs the tasks. Any thread.</summary>
    public GameLoop Loop { get; }

    /// <summary>Names from the root down, with slashes: <c>main/Timers.cs</c>. Any thread.</summary>
    public string Path => Parent is null ? Name : $"{Parent.Path}/{Name}";

    /// <summary>Where the scope stands in its life.</summary>
    public ScopeState State => _cancelReason == CancelReason.None ? ScopeState.Open : IsEmpty ? ScopeState.Closed : ScopeState.Closing;

    /// <summary>Why it was cancelled. Any thread.</summary>
    public CancelReason CancelReason => _cancelReason;

    /// <summary>Whether it was cancelled. Any thread.</summary>
    public bool IsCancellationRequested => _cancelReason != CancelReason.None;

    /// <summary>Tasks in this very scope that have not ended.</summary>
    public int TaskCount { get; private set; }

    /// <summary>Scopes right below that have not closed.</summary>
    public IReadOnlyList<TaskScope> Children => _children;

    /// <summary>Whether no task is left here or below.</summary>
    public bool IsEmpty => TotalTaskCount == 0;

    /// <summary>Tasks in this scope and below it that have not ended.</summary>
    public int TotalTaskCount { get; private set; }

    /// <summary>The clocks that waits inside are measured on; a world's scope has its own. Inherited by scopes made afterwards.</summary>
    public ClockSet Clocks { get; set; }

    /// <summary>What <see cref="Clock.Default"/> means inside. Inherited by scopes made afterwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to <see cref="Clock.Default"/>.</exception>
    public Clock DefaultClock
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfEqual((int)value, (int)Clock.Default);
            field = value;
        }
    }

    /// <summary>Whatever the host means by a world; handed to <see cref="GameLoopOptions.CurrentWorldChanged"/> before a step of a task inside. Inherited by scopes and tasks made afterwards.</summary>
    public object? World { get; set; }

    /// <summary>Cancelled with the scope. Any thread after the first use; made when first asked for.</summary>
    public CancellationToken Token
    {
        get
        {
            if (_tokenSource is null)
            {
                _tokenSource = new CancellationTokenSource();
                if (IsCancellationRequested)
                {
                    _tokenSource.Cancel();
                }
            }

            return _tokenSource.Token;
        }
    }

    /// <summary>Makes a scope that ends with this one.</summary>
    /// <exception cref="ScopeClosedException">This scope is closing.</exception>
    public TaskScope CreateChild(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Loop.VerifyThread();
        ThrowIfClosing(name, name);
        var child = new TaskScope(Loop, this, name);
        _children.Add(child);
        return child;
    }

    /// <summary>A scope for tasks that a task of this scope waits for. One made in a stretch of cleanup (<see cref="Async.Defer"/>) is open though this scope is closing.</summary>
    internal TaskScope CreateNursery(string name, Nursery nursery, bool isCleanup)
    {
        Loop.VerifyThread();
        if (!isCleanup)
        {
            ThrowIfClosing(name, name);
        }

        var child = new TaskScope(Loop, this, name) { Nursery = nursery, _isCleanup = IsCancellationRequested };
        _children.Add(child);
        return child;
    }

    /// <summary>
    /// Cancels everything in this scope and below; no new task is taken from now on. Any thread: delivered at once on the loop's own,
    /// posted from another. Tasks end in the ready work of this frame or the next; a large number is spread over frames. A second call does nothing.
    /// </summary>
    public void Cancel(CancelReason reason = CancelReason.User)
    {
        if (reason == CancelReason.None)
        {
            throw new ArgumentException("Name a reason; None means that nothing was cancelled.", nameof(reason));
        }

        if (!Loop.IsOnLoopThread)
        {
            CancelFromOtherThread(reason);
            return;
        }

        if (IsCancellationRequested)
        {
            return;
        }

        EndPauseBelow();
        Loop.DeliverParked();

        List<CancellationTokenSource>? sources = null;
        Close(reason, ref sources);
        foreach (var source in sources ?? [])
        {
            Loop.CancelSource(source, Loop.RootContext);
        }

        Loop.CancelTasksIn(this, reason);
        CloseIfEmpty();
    }

    private void CancelFromOtherThread(CancelReason reason) => Loop.PostQuietly(() => Cancel(reason));

    /// <summary>
    /// Cancels the tasks that are in this scope and below now, and leaves the scopes open for new ones (the tutorial's "cancel all tasks").
    /// </summary>
    public void CancelTasks(CancelReason reason = CancelReason.User)
    {
        Loop.VerifyThread();
        Loop.CancelTasksIn(this, reason);
    }

    /// <summary>Completes when no task is left here or below; at once when there is none. Does not cancel anything.</summary>
    public Task WhenEmpty()
    {
        Loop.VerifyThread();
        return IsEmpty ? Task.CompletedTask : (_whenEmpty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>
    /// Cancels the scope and waits until everything in it has ended (the end of an <c>async with TaskGroup()</c>). Tasks that take
    /// longer than the loop's grace time are named in the log; the wait goes on.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called by a task of this scope, which would wait for itself.</exception>
    public async ValueTask DisposeAsync()
    {
        Loop.VerifyThread();
        if (Loop.Current is { } caller && caller.Scope.IsInside(this))
        {
            throw new InvalidOperationException($"Task #{caller.Id} is in scope '{Path}' and would wait for itself. Let a task outside dispose the scope, or call Cancel().");
        }

        Cancel(CancelReason.ScopeClosed);
        await WhenEmpty();
    }

    /// <inheritdoc/>
    public override string ToString() => Path;

    internal Nursery? Nursery { get; set; }

    internal bool IsInside(TaskScope other)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope == other)
            {
                return true;
            }
        }

        return false;
    }

    internal void ThrowIfClosing(string? taskName, string expression)
    {
        if (IsCancellationRequested)
        {
            throw new ScopeClosedException(Path, _cancelReason, taskName ?? TaskName.FromExpression(expression));
        }
    }

    // Tokens are collected and not cancelled here: what is registered with them may change the tree while it is walked.
    private void Close(CancelReason reason, ref List<CancellationTokenSource>? sources)
    {
        _cancelReason = reason;
        foreach (var child in _children)
        {
            if (!child.IsCancellationRequested)
            {
                child.Close(reason, ref sources);
            }
        }

        _children.RemoveAll(static child => child.IsEmpty);
        if (_tokenSource is not null)
        {
            (sources ??= []).Add(_tokenSource);
        }
    }
}
