using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// An event loop that runs in frames (asyncio's event loop, pumped by a game engine's tick). It owns one thread: the one that made
/// it. All its state is its own, so any number of loops can live side by side. Unless a member says otherwise it may be used on
/// the loop's thread only.
/// </summary>
/// <remarks>
/// One frame, in order: the clocks advance; due delays become ready; waits for a frame become ready; posts from other
/// threads are taken in; ready work runs first in, first out, until none is left or the budget is spent. What becomes ready while
/// running still runs in the same frame. What is left keeps its place. That is all that is in this class; what a frame does not need has an
/// object of its own.
/// </remarks>
[DebuggerDisplay("{Name}: frame {FrameNumber}, {Tasks.Count} tasks")]
public sealed unsafe partial class GameLoop : ILoopThread, IDisposable
{
    /// <summary>How many pumps <see cref="ReadPumps"/> can tell of.</summary>
    public const int PumpsKept = 128;

    private static readonly SendOrPostCallback RunAction = static action => ((Action)action!)();

    // In memory that the clocks keep.
    private readonly DoorbellBlock* _doorbell;
    private readonly RemoteQueue _remote;

    // Null when the private parts of .NET are not to be used: what reaches into the thread then takes the public way.
    private Thread? _thread;
    private Thread? _owner = Thread.CurrentThread;
    private LoopState _state;

    /// <summary>Makes a loop that belongs to the calling thread.</summary>
    public GameLoop(GameLoopOptions? options = null)
    {
        (options ??= new GameLoopOptions()).Verify();
        Options = options with { Log = GuardedLogSink.Guard(options.Log ?? new TextLogSink(Console.Error)) };
        DefaultExecutor = options.DefaultExecutor ?? new ThreadPoolExecutor();
        var memory = GC.AllocateArray<DoorbellBlock>(1, pinned: true);
        _doorbell = (DoorbellBlock*)Unsafe.AsPointer(ref memory[0]);
        _doorbell->Version = DoorbellBlock.CurrentVersion;
        var meter = new StepMeter(options);
        _remote = new RemoteQueue(_doorbell, meter.Recorder);
        Phases = new LoopPhases(_doorbell, Options.Name);
        _world = new CurrentWorld(Options, meter);
        _gapSeconds = options.GapSeconds;
        Clocks = new ClockSet(_doorbell, memory);
        _thread = options.UseRuntimeInternals ? Thread.CurrentThread : null;
        YieldSignature.Learn();
        Flow = new LoopFlow(this);
        var trimming = new LoopTrimming(Clocks, () => [.. Pools!.All, Tasks!.Records.Free, _ready, _next, _remote]);
        Pools = new NodePools(trimming.NoteSurplus);
        Clocks.Real.Provider = new LoopTimeProvider(this);
        RootScope = new TaskScope(this, null, options.Name);
        Tasks = new TaskRegistry(this, options.HistoryLength, trimming.NoteSurplus);
        Cancellation = new LoopCancellation(this);
        Pausing = new LoopPausing(this);
        Faults = new LoopFaults(this, meter);
        Watch = new LoopWatch(this, meter, _remote);
    }

    /// <summary>A task, or code started by one, ended with an exception that is awaited nowhere. Raised on the loop's thread after the log line, once per fault.</summary>
    public event Action<TaskFault>? Faulted
    {
        add => Faults.Faulted += value;
        remove => Faults.Faulted -= value;
    }

    /// <summary>What the loop was made with. Any thread.</summary>
    public GameLoopOptions Options { get; private set; }

    /// <summary>Takes other limits from the next step on, as when a user changes a setting. Loop thread.</summary>
    /// <param name="budgetSeconds">As <see cref="GameLoopOptions.BudgetSeconds"/>.</param>
    /// <param name="graceSeconds">As <see cref="GameLoopOptions.GraceSeconds"/>; of tasks that are canceled from here on.</param>
    /// <exception cref="ArgumentOutOfRangeException">A limit is negative.</exception>
    public void SetLimits(double budgetSeconds, double graceSeconds)
    {
        VerifyThread();
        var options = Options with { BudgetSeconds = budgetSeconds, GraceSeconds = graceSeconds };
        options.Verify();
        Options = options;
        Meter.SetBudget(budgetSeconds);
    }

    /// <summary>The loop's name. Any thread.</summary>
    public string Name => Options.Name;

    /// <summary>Where log lines go: the sink that the loop was made with, behind a guard that lets none of its exceptions through. Any thread.</summary>
    public ILogSink Log => Options.Log!;

    /// <summary>The scope that everything else is in; it ends with the loop.</summary>
    public TaskScope RootScope { get; }

    /// <summary>All tasks (asyncio's <c>all_tasks()</c>).</summary>
    public TaskRegistry Tasks { get; }

    /// <summary>The loop's own clocks, as the host last set them.</summary>
    public ClockSet Clocks { get; }

    /// <summary>A <see cref="System.TimeProvider"/> on the loop's real clock: its time stands still within a frame and its timers fire in frames, virtual time included. Any thread.</summary>
    public TimeProvider TimeProvider => Clocks.Real.Provider!;

    /// <summary>What happened last: see <see cref="LoopRecording"/>.</summary>
    public FlightRecorder Recorder => Meter.Recorder;

    /// <summary>Whether the host's profiler is told of steps as they run.</summary>
    public LoopRegions Regions => Meter.Regions;

    /// <summary>What the host offers besides the frame, and who waits for it.</summary>
    public LoopPhases Phases { get; }

    /// <summary>Frames pumped so far.</summary>
    public long FrameNumber { get; private set; }

    /// <summary>Address of the loop's <see cref="DoorbellBlock"/>; valid until the loop is disposed. Any thread.</summary>
    public nint Doorbell => (nint)_doorbell;

    /// <summary>Whether the calling thread is the loop's. Any thread.</summary>
    public bool IsOnLoopThread => ReferenceEquals(_owner, Thread.CurrentThread);

    /// <summary>Whether a frame is being pumped right now.</summary>
    public bool IsPumping => _state == LoopState.Pumping;

    /// <summary>Where <see cref="Async.RunInExecutor{T}(IExecutor?, Func{T}, string, int)"/> runs work when no executor is named (asyncio's <c>set_default_executor</c>).</summary>
    public IExecutor DefaultExecutor
    {
        get;
        set => field = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>What the pump has done so far.</summary>
    public LoopStats Stats => Watch.Stats;

    /// <summary>Tells how long the last pumps that had work took, oldest first, for a view that looks now and then. Allocates nothing.</summary>
    /// <param name="after">The number of the last pump that the caller knows of; 0 for none. Set to that of the last one told.</param>
    /// <param name="into">Receives seconds; room for <see cref="PumpsKept"/> is always enough.</param>
    /// <returns>How many were told: the latest ones, when not all fit or are kept.</returns>
    public int ReadPumps(ref long after, Span<float> into)
    {
        VerifyThread();
        return Watch.Pumps.Read(ref after, into);
    }

    /// <summary>Lets task lists name the await of code that was not loaded from a file; see <see cref="ISymbolSource"/>.</summary>
    public void AddSymbols(ISymbolSource source) => Tasks.Describer.AddSymbols(source);

    /// <summary>Takes a source back, as when its scripts are unloaded.</summary>
    public void RemoveSymbols(ISymbolSource source) => Tasks.Describer.RemoveSymbols(source);

    /// <summary>Gives a loop that has not pumped and has no tasks to the calling thread, for one that is made here and runs there. The two threads must have met in between (a thread that was started afterwards has).</summary>
    /// <exception cref="InvalidOperationException">It has already run.</exception>
    public void BindToCurrentThread()
    {
        if (FrameNumber > 0 || Tasks.Count > 0 || IsPumping)
        {
            throw new InvalidOperationException($"Loop '{Name}' has already run on its thread and cannot move to another.");
        }

        _thread = Options.UseRuntimeInternals ? Thread.CurrentThread : null;
        _owner = Thread.CurrentThread;
    }

    /// <summary>No thread is the loop's until <see cref="BindToCurrentThread"/>: the one that made it must not start anything there meanwhile.</summary>
    internal void Unbind()
    {
        _thread = null;
        _owner = null;
    }

    /// <summary>Makes the four clocks of a further world; advance them before each pump, dispose them after the world's scope has ended.</summary>
    public ClockSet CreateClocks(string name) => new(Clocks, name, &_doorbell->Ready);

    /// <summary>
    /// Sets the loop's clocks without running anything, for a host that does not pump idle frames and is about to call code that may start a
    /// wait. Does nothing within a frame, where time stands still.
    /// </summary>
    public void SetTime(in FrameTime time)
    {
        VerifyThread();
        if (!IsPumping)
        {
            Clocks.Advance(time);
        }
    }

    /// <summary>
    /// Cancels everything and pumps until all tasks have ended, at most <paramref name="maxFrames"/> frames or
    /// <paramref name="maxSeconds"/> of real time; names in the log what is left and what it awaits, and goes on. Blocks the loop's
    /// thread, sleeping a millisecond at a time while only other threads have work. The loop takes no new tasks afterwards.
    /// </summary>
    /// <exception cref="InvalidOperationException">Called from inside a step; post it or call it from the host.</exception>
    public ShutdownReport Shutdown(int maxFrames = 600, double maxSeconds = 1.0) => LoopShutdown.Shutdown(this, maxFrames, maxSeconds);

    /// <summary>Shuts the loop down if that has not been done, and ends its doorbell. What is posted afterwards does not run.</summary>
    public void Dispose() => Dispose(600, 1.0);

    /// <summary>Throws when the calling thread is not the loop's.</summary>
    /// <exception cref="InvalidOperationException">Wrong thread; the message says how to get to the right one.</exception>
    public void VerifyThread()
    {
        if (!IsOnLoopThread)
        {
            throw new InvalidOperationException($"This belongs to the thread of loop '{Name}'. From another thread use loop.Post(...); in a coroutine, await SwitchToGameThread() first.");
        }
    }

    /// <summary>The task of this loop whose code runs right now.</summary>
    internal TaskContext? Current => SynchronizationContext.Current is TaskContext context && context.Loop == this && context.Id != 0 ? context : null;

    /// <summary>What is current on the loop's thread. Any thread; a moment old.</summary>
    internal SynchronizationContext? ContextNow => ContextSlot.Get(_thread);

    internal StepMeter Meter => Watch.Meter;

    internal NodePools Pools { get; }

    internal LoopFlow Flow { get; }

    internal TaskEnds Ends => Tasks.Ends;

    internal LoopCancellation Cancellation { get; }

    internal LoopPausing Pausing { get; }

    internal LoopFaults Faults { get; }

    internal LoopWatch Watch { get; }

    /// <summary>Null until a scope makes a loop inside this one.</summary>
    internal IChildLoops? Children { get; set; }

    internal bool IsDisposed => _state == LoopState.Disposed;

    /// <summary>Whether a step runs, in a frame or at a start.</summary>
    internal bool IsBusy => IsPumping || _startDepth != 0;

    LoopClock ILoopThread.RealClock => Clocks.Real;

    /// <summary>As <see cref="Dispose()"/>, within a bound; with none, the caller has drained the loop as far as it would.</summary>
    internal void Dispose(int maxFrames, double maxSeconds)
    {
        if (IsDisposed)
        {
            return;
        }

        // A second time would wait as long again for those that the first has named.
        if (!Cancellation.HasShutDown)
        {
            Shutdown(maxFrames, maxSeconds);
        }

        _state = LoopState.Disposed;
        Watch.Dispose();
        Faults.Dispose();
        Children?.Abandon();
        _remote.Close();
    }
}
