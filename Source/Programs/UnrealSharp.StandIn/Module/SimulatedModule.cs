using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.Log;

namespace UnrealSharp.StandIn;

/// <summary>
/// Plays this plugin's C++ module over a <see cref="SimulatedEngine"/>: the same table of functions, the same events in the same order,
/// a ticker that asks the doorbell first. One per engine; game thread.
/// </summary>
public sealed unsafe partial class SimulatedModule : IDisposable
{
    private const int AllPhases = (1 << ((int)SimulatedPhase.EndOfFrame + 1)) - 1;

    private readonly Dictionary<nint, ulong> _worldIds = [];
    private readonly HashSet<ulong> _endedWorlds = [];
    private readonly Dictionary<ulong, SimulatedAudioStream> _audio = [];
    private BridgeManagedApi _managed;
    private ulong _lastId;
    private double _delta;
    private bool _pumping;

    private readonly SimulatedModuleSettings _settings;

    /// <summary>Loads the module into the calling thread's engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="settings">Null for the defaults.</param>
    public SimulatedModule(SimulatedEngine engine, SimulatedModuleSettings? settings = null)
    {
        Engine = engine;
        _settings = settings ?? new SimulatedModuleSettings();
        t_current = this;
        MakeTables();
        engine.AddTicker(Tick);
        engine.PhaseRuns += TickPhase;
        engine.PlaySessionBegins += BeginSession;
        engine.PlaySessionEnds += EndSession;
        engine.AssetsHaveTicked += TellLoads;
        engine.WorldBeginsToTick += AnswerQueries;
        engine.WorldHasSimulated += BeginQueries;
        engine.WorldTearsDown += EndWorld;
        engine.WorldCleansUp += EndWorld;
        engine.PreExit += Stop;
    }

    /// <summary>The engine that it is in.</summary>
    public SimulatedEngine Engine { get; }

    /// <summary>Whether a managed half is connected.</summary>
    public bool IsConnected => _managed.Context != null;

    /// <summary>Frames in which managed code was called; the others were idle.</summary>
    public long ManagedTicks { get; private set; }

    /// <summary>Phases, and looks at the frame's begin and end, in which managed code was called.</summary>
    public long PhaseTicks { get; private set; }

    /// <summary>Tasks that had not ended after the last of these frames, as statistics show it.</summary>
    public int LiveTasks { get; private set; }

    /// <summary>Frames that came inside a managed frame and were refused.</summary>
    public long NestedTicks { get; private set; }

    /// <summary>Set to false for a machine without sound.</summary>
    public bool HasAudio { get; set; } = true;

    /// <summary>Sound streams that were opened, closed ones included.</summary>
    public IReadOnlyList<SimulatedAudioStream> AudioStreams => [.. _audio.Values];

    /// <summary>What console commands said, in order.</summary>
    public List<string> ConsoleLines { get; } = [];

    /// <summary>Types a console command: <c>AsyncTick.List</c>. False when there is none of this name.</summary>
    public bool Execute(string line, UWorld? world = null)
    {
        return Execute(line, IdOf(world ?? Engine.PlayWorld ?? Engine.EditorWorld));
    }

    /// <summary>Hands over a command that belongs to no world, as the start-up list does.</summary>
    public bool ExecuteWithoutWorld(string line) => Execute(line, 0);

    /// <summary>Hands over settings that the user has changed while the engine runs.</summary>
    public void Configure(SimulatedModuleSettings settings)
    {
        if (IsConnected)
        {
            var changed = ToBridge(settings);
            _managed.Configure(_managed.Context, &changed);
        }
    }

    /// <summary>Takes the module out of the engine; a managed half that is still connected is stopped.</summary>
    public void Dispose()
    {
        Stop();
        Engine.RemoveTicker(Tick);
        Engine.PhaseRuns -= TickPhase;
        Engine.PlaySessionBegins -= BeginSession;
        Engine.PlaySessionEnds -= EndSession;
        Engine.AssetsHaveTicked -= TellLoads;
        Engine.WorldBeginsToTick -= AnswerQueries;
        Engine.WorldHasSimulated -= BeginQueries;
        Engine.WorldTearsDown -= EndWorld;
        Engine.WorldCleansUp -= EndWorld;
        Engine.PreExit -= Stop;
        FreeTables();
        t_current = null;
    }

    private bool Execute(string line, ulong world)
    {
        if (!IsConnected)
        {
            return false;
        }

        fixed (char* units = line)
        {
            return _managed.Execute(_managed.Context, world, units, line.Length) == BridgeStatus.Ok;
        }
    }

    private ulong IdOf(UWorld? world)
    {
        if (world is null || world.IsDestroyed)
        {
            return 0;
        }

        if (!_worldIds.TryGetValue(world.NativeObject, out var id))
        {
            _worldIds[world.NativeObject] = id = ++_lastId;
        }

        return _endedWorlds.Contains(id) ? 0 : id;
    }

    private UWorld? Find(ulong id) => _endedWorlds.Contains(id) ? null : FindUntilGone(id);

    private UWorld? FindUntilGone(ulong id) => Engine.Worlds.FirstOrDefault(world => _worldIds.GetValueOrDefault(world.NativeObject) == id);

    private void Tick(double deltaSeconds)
    {
        foreach (var stream in _audio.Values.Where(stream => !stream.IsClosed))
        {
            stream.Play(deltaSeconds);
        }

        _delta = deltaSeconds;
        if (!IsConnected || !(_settings.PumpsIdleFrames || HasWork()))
        {
            return;
        }

        if (_pumping)
        {
            NestedTicks++;
            return;
        }

        ManagedTicks++;
        var context = EnterManaged();
        var frame = Sample(deltaSeconds);
        BridgeReport report;
        _managed.Tick(_managed.Context, &frame, &report);
        LiveTasks = report.LiveTasks;
        LeaveManaged(context);
    }

    // As the C++ half: the doorbell says who waits for the phase, and at the frame's begin and end whether another thread has posted.
    private void TickPhase(SimulatedPhase phase)
    {
        var isLook = phase is SimulatedPhase.BeginFrame or SimulatedPhase.EndOfFrame;
        if (IsConnected && !_pumping && ((_managed.Doorbell->Phases & (1 << (int)phase)) != 0 || (isLook && _managed.Doorbell->Posted != 0)))
        {
            PhaseTicks++;
            var context = EnterManaged();
            var frame = Sample(_delta);
            _managed.TickPhase(_managed.Context, (int)phase, &frame);
            LeaveManaged(context);
        }
    }

    private SynchronizationContext? EnterManaged()
    {
        _pumping = true;
        return SynchronizationContext.Current;
    }

    private void LeaveManaged(SynchronizationContext? context)
    {
        _pumping = false;
        Engine.NoteContext(context);
    }

    private bool HasWork()
    {
        var bell = _managed.Doorbell;
        var now = Sample(0);
        var hasWork = bell->Ready != 0;
        for (var i = 0; i < BridgeFrame.ClockCount; i++)
        {
            hasWork |= bell->NextDue[i] <= now.Clocks[i];
        }

        return hasWork;
    }

    private BridgeFrame Sample(double deltaSeconds) => SampleWorld(Engine.PlayWorld, deltaSeconds);

    // Without a play world all clocks are the machine's.
    private BridgeFrame SampleWorld(UWorld? play, double deltaSeconds)
    {
        var real = Engine.RealSeconds;
        var frame = new BridgeFrame
        {
            DeltaSeconds = deltaSeconds,
            TimeDilation = play?.TimeDilation ?? 1,
            EngineFrame = (ulong)Engine.FrameNumber,
            World = IdOf(play ?? Engine.EditorWorld),
            Paused = play is { IsPaused: true } ? 1 : 0,
            Playing = play is null ? 0 : 1,
        };
        ReadOnlySpan<double> clocks = [real, play?.GameSeconds ?? real, play?.UnpausedSeconds ?? real, play?.AudioSeconds ?? real];
        clocks.CopyTo(new Span<double>(frame.Clocks, BridgeFrame.ClockCount));
        return frame;
    }

    private void BeginSession()
    {
        if (IsConnected)
        {
            _managed.BeginSession(_managed.Context);
        }
    }

    private void EndSession()
    {
        if (IsConnected)
        {
            _managed.EndSession(_managed.Context);
        }
    }

    private void EndWorld(UWorld world)
    {
        var id = IdOf(world);
        if (id == 0 || !_endedWorlds.Add(id))
        {
            return;
        }

        _waitingQueries.RemoveAll(waiting => ReferenceEquals(waiting.World, world));
        foreach (var stream in _audio.Values.Where(stream => stream.World == id))
        {
            stream.IsClosed = true;
        }

        if (IsConnected)
        {
            _managed.EndWorld(_managed.Context, id);
        }
    }

    private void Stop()
    {
        if (IsConnected)
        {
            var last = _managed;
            last.PreExit(last.Context);
            _managed = default;
            last.Stop(last.Context);
            LetLoadsGo();
        }
    }
}
