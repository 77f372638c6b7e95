using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// An event loop that runs in frames (asyncio's event loop, pumped by a game engine's tick). It owns one thread: the one that made
/// it. All its state is its own, so any number of loops can live side by side. Unless a member says otherwise it may be used on
/// the loop's thread only.
/// </summary>
/// <remarks>
/// One frame, in order: the clocks advance; due delays become ready; those who wait for a frame become ready; posts from other
/// threads are taken in; ready work runs first in, first out, until none is left or the budget is spent. What becomes ready while
/// running still runs in the same frame. What is left keeps its place.
/// </remarks>
[DebuggerDisplay("{Name}: frame {FrameNumber}, {Tasks.Count} tasks")]
public sealed unsafe partial class GameLoop : IDisposable
{
    private readonly DoorbellBlock* _doorbell;

    // Pinned and collected instead of freed: timers and events may still be touched after the loop's end.
    private readonly DoorbellBlock[] _doorbellMemory = GC.AllocateArray<DoorbellBlock>(1, pinned: true);
    private readonly TaskRecord _orphanage = new() { IsDetached = true, Cancel = true };
    private readonly TaskContext _rootContext;
    private readonly Action<object?>? _currentWorldChanged;
    private readonly List<TransientLoop> _childLoops = [];
    private Thread _thread = Thread.CurrentThread;
    private int _threadId = Environment.CurrentManagedThreadId;
    private int _lastScopeId;
    private bool _pumping;
    private bool _disposed;

    /// <summary>Makes a loop that belongs to the calling thread.</summary>
    public GameLoop(GameLoopOptions? options = null)
    {
        Options = options ?? new GameLoopOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(Options.BudgetSeconds);
        _doorbell = (DoorbellBlock*)Unsafe.AsPointer(ref _doorbellMemory[0]);
        _doorbell->Version = DoorbellBlock.CurrentVersion;
        _remote = new RemoteQueue(&_doorbell->Ready);
        _currentWorldChanged = Options.CurrentWorldChanged;
        _gapSeconds = Options.GapSeconds;
        _measure = new StepMeter(Options);
        Log = Options.Log ?? new TextLogSink(Console.Error);
        Clocks = new ClockSet(_doorbell, _doorbellMemory);
        DefaultExecutor = Options.DefaultExecutor ?? new ThreadPoolExecutor();
        RootScope = new TaskScope(this, null, Options.Name);
        _rootContext = new TaskContext(this, RootScope, _orphanage, 0);
        _orphanage.Context = _rootContext;
        _orphanage.Details.Name = "(ended tasks)";
        Tasks = new TaskRegistry(this, Options.HistoryLength);
        TimeProvider = new LoopTimeProvider(this);
        _repeats = new RepeatFilter(this, Options.RepeatSeconds);
        _metrics = new LoopMetrics(this);
        TaskScheduler.UnobservedTaskException += OnUnobservedTaskException;
        if (Options.WatchdogSeconds > 0)
        {
            _watchdog = new LoopWatchdog(this, Options.WatchdogSeconds);
        }
    }

    /// <summary>A task, or code started by one, ended with an exception that nobody awaited. Raised on the loop's thread after the log line, once per fault.</summary>
    public event Action<TaskFault>? Faulted;

    /// <summary>What the loop was made with. Any thread.</summary>
    public GameLoopOptions Options { get; }

    /// <summary>The loop's name. Any thread.</summary>
    public string Name => Options.Name;

    /// <summary>Where log lines go. Any thread.</summary>
    public ILogSink Log { get; }

    /// <summary>The scope that everything else is in; it ends with the loop.</summary>
    public TaskScope RootScope { get; }

    /// <summary>All tasks (asyncio's <c>all_tasks()</c>).</summary>
    public TaskRegistry Tasks { get; }

    /// <summary>The loop's own clocks, as the host last set them.</summary>
    public ClockSet Clocks { get; }

    /// <summary>A <see cref="System.TimeProvider"/> on the loop's real clock: its time stands still within a frame and its timers fire in frames, virtual time included. Any thread.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Frames pumped so far.</summary>
    public long FrameNumber { get; private set; }

    /// <summary>Address of the loop's <see cref="DoorbellBlock"/>; valid until the loop is disposed. Any thread.</summary>
    public nint Doorbell => (nint)_doorbell;

    /// <summary>Whether the calling thread is the loop's. Any thread.</summary>
    public bool IsOnLoopThread => Environment.CurrentManagedThreadId == _threadId;

    /// <summary>Whether a frame is being pumped right now.</summary>
    public bool IsPumping => _pumping;

    /// <summary>The task of this loop whose code runs right now.</summary>
    internal TaskContext? Current => SynchronizationContext.Current is TaskContext context && context.Loop == this && context.Id != 0 ? context : null;

    internal TaskContext RootContext => _rootContext;

    internal NodePools Pools { get; } = new();

    /// <summary>
    /// Runs <paramref name="callback"/> in the next frame's ready work, or in this one's when called while it is pumped (asyncio's
    /// <c>call_soon_threadsafe</c>). Any thread; order is kept per thread. What it throws is logged as a fault.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The loop has been disposed.</exception>
    public void Post(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ObjectDisposedException.ThrowIf(_disposed, this);
        EnqueueRemote(RunAction, callback, _rootContext);
    }

    /// <summary>Where <see cref="Async.RunInExecutor{T}(IExecutor?, Func{T}, string, int)"/> runs work when no executor is named (asyncio's <c>set_default_executor</c>).</summary>
    public IExecutor DefaultExecutor
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>The loops that scopes of this one made and that have not ended (<see cref="TaskScope.CreateLoop"/>).</summary>
    public IReadOnlyList<TransientLoop> ChildLoops => _childLoops;

    /// <summary>Gives a loop that has not pumped and has no tasks to the calling thread, for one that is made here and runs there. The two threads must have met in between (a thread that was started afterwards has).</summary>
    /// <exception cref="InvalidOperationException">It has already run.</exception>
    public void BindToCurrentThread()
    {
        if (FrameNumber > 0 || Tasks.Count > 0 || _pumping)
        {
            throw new InvalidOperationException($"Loop '{Name}' has already run on its thread and cannot move to another.");
        }

        _thread = Thread.CurrentThread;
        _threadId = Environment.CurrentManagedThreadId;
    }

    /// <summary>Makes the four clocks of a further world; advance them before each pump, dispose them after the world's scope has ended.</summary>
    public ClockSet CreateClocks(string name)
    {
        return new ClockSet(Clocks, name, &_doorbell->Ready);
    }

    /// <summary>
    /// Sets the loop's clocks without running anything, for a host that does not pump idle frames and is about to call code that may start a
    /// wait. Does nothing within a frame, where time stands still.
    /// </summary>
    public void SetTime(in FrameTime time)
    {
        VerifyThread();
        if (!_pumping)
        {
            Clocks.Advance(time);
        }
    }

    /// <summary>Throws when the calling thread is not the loop's.</summary>
    /// <exception cref="InvalidOperationException">Wrong thread; the message says how to get to the right one.</exception>
    public void VerifyThread()
    {
        if (!IsOnLoopThread)
        {
            throw new InvalidOperationException($"This belongs to the thread of loop '{Name}'. From another thread use loop.Post(...); in a coroutine, await SwitchToGameThread() first.");
        }
    }

    internal double ToSeconds(long ticks) => _measure.ToSeconds(ticks);

    internal double UsedSeconds(long measuredTicks, long resumes, int measuredSteps) => _measure.UsedSeconds(measuredTicks, resumes, measuredSteps);

    internal int NextScopeId() => ++_lastScopeId;

    internal void AddChildLoop(TransientLoop child) => _childLoops.Add(child);

    internal void RemoveChildLoop(TransientLoop child) => _childLoops.Remove(child);

    internal void PostQuietly(Action callback) => EnqueueRemote(RunAction, callback, _rootContext);

    internal void EnqueueCallback(Action callback) => EnqueueReady(RunAction, callback, _rootContext);

    internal void SendFromOtherThread(SendOrPostCallback callback, object? state, TaskContext context)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        using var call = new SendCall(callback, state);
        EnqueueRemote(SendCall.RunOnLoop, call, context);
        while (!call.Wait(TimeSpan.FromMilliseconds(100)))
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
        }
    }

    private static readonly SendOrPostCallback RunAction = static action => ((Action)action!)();
}
