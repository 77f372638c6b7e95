using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// What tasks live and end in: a loop, a world, an actor, a script run, a group (asyncio's <c>TaskGroup</c>, with a lifetime). Scopes form
/// a tree; canceling one cancels everything below it, and everything started inside ends with it. Loop thread only unless said otherwise.
/// </summary>
[DebuggerDisplay("{Path} {State}, {TaskCount} tasks")]
public sealed class TaskScope : IAsyncDisposable
{
    private readonly List<TaskScope> _children = [];

    // The root's, which counts for all.
    private readonly IdSequence? _ids;
    private TaskCompletionSource? _whenEmpty;
    private CancellationTokenSource? _tokenSource;

    // Asked from any thread, so written before the tasks are told.
    private volatile ScopeClosing? _closing;
    private volatile bool _isAbandoned;

    internal TaskScope(GameLoop loop, TaskScope? parent, string name)
    {
        Loop = loop;
        Parent = parent;
        Name = ShownText.OneLine(name);
        _ids = parent is null ? new IdSequence(() => this.Below().Select(static scope => scope.Id)) : null;
        Id = (_ids ?? loop.RootScope._ids!).Next();
        Clocks = parent?.Clocks ?? loop.Clocks;
        World = parent?.World;
        DefaultClock = parent?.DefaultClock ?? Clock.Real;
        IsPaused = parent?.IsPaused ?? false;
    }

    /// <summary>Unique among the open scopes of its loop, in order of creation up to the largest number, from where they begin again; the root's is 1. Any thread.</summary>
    public int Id { get; }

    /// <summary>The scope's own name. Any thread.</summary>
    public string Name { get; }

    /// <summary>The scope above; null for a loop's root. Any thread.</summary>
    public TaskScope? Parent { get; }

    /// <summary>The loop that runs the tasks. Any thread.</summary>
    public GameLoop Loop { get; }

    /// <summary>Names from the root down, with slashes: <c>main/Timers.cs</c>. Any thread.</summary>
    public string Path => ScopeTree.PathOf(this);

    /// <summary>Where the scope stands in its life.</summary>
    public ScopeState State => _closing is null ? ScopeState.Open : IsEmpty ? ScopeState.Closed : ScopeState.Closing;

    /// <summary>Why it was canceled. Any thread.</summary>
    public CancelReason CancelReason => _closing?.Reason ?? CancelReason.None;

    /// <summary>Whether it was canceled. Any thread.</summary>
    public bool IsCancellationRequested => _closing is not null;

    /// <summary>Whether <see cref="Abandon"/> was called for it or a scope above. Any thread.</summary>
    public bool IsAbandoned => _isAbandoned;

    /// <summary>Whether this scope or one above is paused.</summary>
    public bool IsPaused { get; internal set; }

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

    /// <summary>Canceled with the scope. Any thread; made when first asked for.</summary>
    public CancellationToken Token
    {
        get
        {
            if (_tokenSource is null)
            {
                Interlocked.CompareExchange(ref _tokenSource, new CancellationTokenSource(), null);
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
    internal TaskScope CreateOwned(string name, IScopeOwner owner, bool isCleanup)
    {
        Loop.VerifyThread();
        if (!isCleanup)
        {
            ThrowIfClosing(name, name);
        }

        var child = new TaskScope(Loop, this, name) { Owner = owner, IsCleanup = IsCancellationRequested };
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
            throw new ArgumentException("Name a reason; None means that nothing was canceled.", nameof(reason));
        }

        Loop.Cancellation.Cancel(this, reason);
    }

    /// <summary>
    /// Cancels the tasks that are in this scope and below now, and leaves the scopes open for new ones (the tutorial's "cancel all tasks").
    /// </summary>
    public void CancelTasks(CancelReason reason = CancelReason.User)
    {
        Loop.VerifyThread();
        Loop.Cancellation.CancelTasksIn(this, reason);
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

    /// <summary>
    /// From now on no task in this scope or below is resumed, until <see cref="Resume"/>; a step that runs goes on to its next wait. Waits keep
    /// running: what they bring meanwhile is delivered, in order, on resume. A new task still runs up to its first wait. A task that is
    /// canceled is no longer paused, so that it can end. Any thread; from another one in the next frame. Costs the tasks of other scopes nothing.
    /// </summary>
    /// <remarks>Code that a task left running when it ended is not paused. A pause that began twice ends with one <see cref="Resume"/>.</remarks>
    public void Pause() => Loop.Pausing.Pause(this);

    /// <summary>Ends a <see cref="Pause"/> of this scope; while a scope above is paused its tasks stay so. Any thread; from another one in the next frame.</summary>
    public void Resume() => Loop.Pausing.Resume(this);

    /// <summary>
    /// The last resort for code that is about to be unloaded: cancels the scope and forgets the tasks that are still in it and below. Nothing
    /// of theirs runs on the loop's thread any more, <c>finally</c> blocks included, and the loop holds nothing of them; each is named in
    /// the log. Cancel first and give them frames (<see cref="DrainExtensions"/>).
    /// </summary>
    /// <returns>How many tasks were lost.</returns>
    /// <exception cref="InvalidOperationException">Called off the loop's thread, or by a task of this scope.</exception>
    public int Abandon() => LoopAbandonment.Abandon(this);

    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>What waits for the tasks in here; null for a scope that was made by a host or a script.</summary>
    internal IScopeOwner? Owner { get; set; }

    /// <summary>Made by a task that cleans up, so that what cancels the scope above leaves it alone.</summary>
    internal bool IsCleanup { get; private init; }

    /// <summary>Paused by itself, whatever the scopes above are.</summary>
    internal bool IsPausedItself { get; set; }

    /// <summary>The tasks in this very scope.</summary>
    internal IntrusiveList<TaskRecord, TaskRecord.InScope> Tasks;

    internal void Add(TaskRecord record)
    {
        Tasks.AddLast(record);
        TaskCount++;
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            scope.TotalTaskCount++;
        }
    }

    internal void Remove(TaskRecord record)
    {
        Tasks.Remove(record);
        TaskCount--;
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            scope.TotalTaskCount--;
        }

        if (IsEmpty)
        {
            CloseIfEmpty();
        }
    }

    internal ScopeClosing? Closing => _closing;

    internal void ThrowIfClosing(string? taskName, string expression)
    {
        if (_closing is { } closing)
        {
            // A task that holds its cancellation off has asked to go on: that it cannot start what it wants to is its fault.
            var cause = Loop.Current is { Record.Details.IsDeferring: true } ? null : closing.Refuse();
            throw new ScopeClosedException(Path, closing.Reason, taskName ?? TaskName.FromExpression(expression)) { Closing = cause };
        }
    }

    /// <summary>Takes no new task from now on, here and below. Tokens are collected and not canceled: what is registered with them may change the tree while it is walked.</summary>
    internal void Close(CancelReason reason, ref List<CancellationTokenSource>? tokens)
    {
        var closing = this.Below(static child => !child.IsCancellationRequested);
        ScopeClosing cause = new(reason);
        closing.ForEach(scope => scope._closing = cause);

        // The innermost first. A token that another thread makes right now sees the reason, or is seen here.
        Interlocked.MemoryBarrier();
        for (var i = closing.Count - 1; i >= 0; i--)
        {
            var scope = closing[i];
            scope._children.RemoveAll(static child => child.IsEmpty);
            if (scope._tokenSource is not null)
            {
                (tokens ??= []).Add(scope._tokenSource);
            }
        }
    }

    /// <summary>A scope that was canceled closes when it is empty; what waits for emptiness is told, up to the root.</summary>
    internal void CloseIfEmpty()
    {
        for (var scope = this; scope is not null && scope.IsEmpty; scope = scope.Parent)
        {
            if (scope.IsCancellationRequested)
            {
                scope.Parent?._children.Remove(scope);
            }

            if (scope._whenEmpty is { } waiters)
            {
                scope._whenEmpty = null;
                waiters.SetResult();
            }

            scope.Owner?.OnEmpty();
        }
    }

    internal void MarkAbandoned() => _isAbandoned = true;
}
