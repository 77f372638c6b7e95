using System.Collections.Concurrent;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.UnrealSharpCore;

namespace UnrealSharp.StandIn;

/// <summary>
/// An engine without pictures: an edited world, play sessions, frames. It belongs to the thread that makes it, as the engine does to its
/// game thread; objects used on another thread throw where the engine would crash. One per thread at a time.
/// </summary>
/// <remarks>
/// One frame: the worlds tick (clocks, then actors), the widgets tick, then the tickers run: the order of the real engine, where
/// this plugin's ticker comes after the worlds. <see cref="PhaseRuns"/> is raised at each of its phases.
/// </remarks>
public sealed partial class SimulatedEngine : IDisposable
{
    // The engine's own API is static and for the game thread; this is that thread's engine.
    [ThreadStatic]
    private static SimulatedEngine? t_current;

    private readonly List<Action<double>> _tickers = [];
    private readonly ConcurrentQueue<(nint World, Action Call)> _gameThreadCalls = [];
    private readonly Dictionary<Type, UObject> _defaults = [];
    private readonly Dictionary<Type, UObject> _subsystems = [];
    private readonly List<UWorld> _worlds = [];
    private readonly INativeEngine? _native;
    private nint _ownWorldContext;
    private int _openStrongPointers;
    private bool _exited;

    /// <summary>Starts an engine with an empty edited world.</summary>
    /// <param name="native">What is beneath it; by default nothing is.</param>
    /// <param name="realSeconds">What the machine's clock shows.</param>
    /// <exception cref="InvalidOperationException">This thread has one already.</exception>
    public SimulatedEngine(INativeEngine? native = null, double realSeconds = 1000)
    {
        if (t_current is not null)
        {
            throw new InvalidOperationException("This thread has an engine already; dispose it first.");
        }

        t_current = this;
        _native = native;
        RealSeconds = realSeconds;
        TransientPackage = (UPackage)CreateObject(typeof(UPackage), null);
        EditorWorld = CreateWorld(ECSWorldType.Editor);
        CurrentWorldContext = EditorWorld;
    }

    /// <summary>The calling thread's engine.</summary>
    /// <exception cref="InvalidOperationException">It has none: engine objects are for the game thread.</exception>
    public static SimulatedEngine Current => t_current ?? throw new InvalidOperationException("Engine objects may be used on the game thread only.");

    /// <summary>The engine has loaded for a frame, and says what is there.</summary>
    public event Action? AssetsHaveTicked;

    /// <summary>A phase of the frame has come.</summary>
    public event Action<SimulatedPhase>? PhaseRuns;

    /// <summary>The world that is being edited.</summary>
    public UWorld EditorWorld { get; private set; }

    /// <summary>The first world that is being played; null outside play.</summary>
    public UWorld? PlayWorld => _worlds.Find(world => world.IsGameWorld && !world.IsTearingDown);

    /// <summary>All worlds that have not been cleaned up.</summary>
    public IReadOnlyList<UWorld> Worlds => _worlds;

    /// <summary>Frames so far.</summary>
    public long FrameNumber { get; private set; }

    /// <summary>The monotonic clock of the machine, in seconds: advanced by frames.</summary>
    public double RealSeconds { get; private set; }

    /// <summary>Whether anybody plays in the editor.</summary>
    public bool IsPlaying { get; private set; }

    /// <summary>How often managed code returned to the engine with a synchronization context left on the game thread.</summary>
    public int ContextsLeftBehind { get; private set; }

    /// <summary>The world that calls without one of their own find; weak, as in UnrealSharp.</summary>
    public UWorld? CurrentWorldContext
    {
        get => Objects.Find(WorldContext) is { IsGarbage: false, Managed: UWorld world } ? world : null;
        set => WorldContext = value?.NativeObject ?? 0;
    }

    /// <summary>Strings that calls of delegates from C# have leaked; UnrealSharp never frees them.</summary>
    public int LeakedStrings { get; internal set; }

    /// <summary>Strong pointers that have not been disposed: those of code that has gone are left to the finalizer's thread.</summary>
    public int OpenStrongPointers => Volatile.Read(ref _openStrongPointers);

    private nint WorldContext
    {
        get => _native?.WorldContext ?? _ownWorldContext;
        set
        {
            if (_native is null)
            {
                _ownWorldContext = value;
            }
            else
            {
                _native.WorldContext = value;
            }
        }
    }

    /// <summary>What lies on the disk.</summary>
    public SimulatedAssets Assets => field ??= new SimulatedAssets(this);

    /// <summary>Saved games by slot.</summary>
    public Dictionary<string, USaveGame> SavedGames { get; } = [];

    internal ObjectTable Objects { get; } = new();

    internal UPackage TransientPackage { get; }

    /// <summary>UnrealSharp's list of tasks that a reload waits for.</summary>
    internal ConcurrentDictionary<Task, byte> TrackedTasks { get; } = [];

    /// <summary>Objects that the engine knows, collected ones not counted.</summary>
    public int ObjectCount => Objects.Count;

    /// <summary>Adds what runs once a frame, after the worlds.</summary>
    public void AddTicker(Action<double> ticker) => _tickers.Add(ticker);

    /// <summary>Takes a ticker away.</summary>
    public void RemoveTicker(Action<double> ticker) => _tickers.Remove(ticker);

    /// <summary>Runs frames of <paramref name="deltaSeconds"/> each.</summary>
    public void Tick(double deltaSeconds = 1.0 / 60, int frames = 1)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            TickAt(RealSeconds + deltaSeconds, deltaSeconds);
        }
    }

    /// <summary>Runs one frame at a time of the machine's clock, which is not before that of the last one.</summary>
    public void TickAt(double realSeconds) => TickAt(realSeconds, realSeconds - RealSeconds);

    /// <summary>What a modal dialog or a blocking load does: time passes and tickers run, the worlds do not.</summary>
    public void RunTickers(double deltaSeconds)
    {
        foreach (var ticker in _tickers.ToArray())
        {
            ticker(deltaSeconds);
        }
    }

    private void TickAt(double realSeconds, double deltaSeconds)
    {
        RunFrame(deltaSeconds, realSeconds);
        EndFrame();
    }

    /// <summary>The end of a frame that was begun by <see cref="BeginFrameAt"/>.</summary>
    public void EndFrame() => PhaseRuns?.Invoke(SimulatedPhase.EndOfFrame);

    /// <summary>Runs a frame up to its end, for a host that lets time pass before <see cref="EndFrame"/>.</summary>
    public void BeginFrameAt(double realSeconds) => RunFrame(realSeconds - RealSeconds, realSeconds);

    private void RunFrame(double deltaSeconds, double realSeconds)
    {
        FrameNumber++;
        RealSeconds = realSeconds;
        PhaseRuns?.Invoke(SimulatedPhase.BeginFrame);
        RunGameThreadCalls();
        Assets.Tick();
        AssetsHaveTicked?.Invoke();
        foreach (var world in _worlds.ToArray())
        {
            TickWorld(world, deltaSeconds);
        }

        TickWidgets(deltaSeconds);
        RunTickers(deltaSeconds);
    }

    private void RunPhase(UWorld world, SimulatedPhase phase)
    {
        if (world == PlayWorld)
        {
            PhaseRuns?.Invoke(phase);
        }
    }

    internal void NoteStrongPointer(int difference) => Interlocked.Add(ref _openStrongPointers, difference);

    /// <summary>Any thread: runs in a later frame, unless the world is gone by then.</summary>
    internal void PostToGameThread(nint world, Action call) => _gameThreadCalls.Enqueue((world, call));

    private void RunGameThreadCalls()
    {
        for (var left = _gameThreadCalls.Count; left > 0 && _gameThreadCalls.TryDequeue(out var posted); left--)
        {
            if (Objects.Find(posted.World) is { IsGarbage: false, Managed: UWorld world })
            {
                CallManaged(world, posted.Call);
            }
        }
    }

    /// <summary>Lets managed halves of destroyed objects go.</summary>
    public void CollectGarbage() => Objects.CollectGarbage();

    /// <summary>Ends play and says that the engine exits. Managed modules are not told, as in UnrealSharp.</summary>
    public void Exit()
    {
        if (_exited)
        {
            return;
        }

        _exited = true;
        EndPlaySession();
        PreExit?.Invoke();
    }

    /// <summary>Exits and gives the thread free.</summary>
    public void Dispose()
    {
        Exit();
        t_current = null;
    }
}
