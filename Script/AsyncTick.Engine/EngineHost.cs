using System.Globalization;
using System.Runtime.InteropServices;
using AsyncTick.Engine.Bridge;

namespace AsyncTick.Engine;

/// <summary>
/// The managed half of the plugin: a loop that the engine's ticker pumps, with scripts, the console's commands and the page around it. Made by
/// <see cref="EntryPoint"/> when the plugin hosts .NET itself, or by an adapter that got hold of the native table another way. Game thread only.
/// </summary>
public sealed unsafe partial class EngineHost
{
    private readonly Native _native;
    private readonly Dictionary<ulong, EngineWorld> _worlds = [];
    private readonly HashSet<TaskScope> _scopesBeforePlay = [];

    // Their numbers, which begin again after the largest: that one is larger says nothing. Null outside of a session.
    private HashSet<int>? _tasksBeforePlay;
    private readonly int _phases;
    private Settings _settings;
    private GCHandle _self;
    private long _steps;
    private int _faults;
    private TaskScope? _noWorldScope;
    private bool _stopped;

    private EngineHost(Native native, in StartInfo info, EngineHostOptions options)
    {
        _native = native;
        _settings = info.Settings;
        _phases = info.Phases;
        List<string> folders = [];
        for (var i = 0; i < info.ScriptDirectoryCount; i++)
        {
            folders.Add(info.ScriptDirectories[i].ToString());
        }

        var saved = info.SavedDirectory.ToString();
        Host = new LoopHost(
            new GameLoopOptions
            {
                Name = options.Name,
                Log = new EngineLog(native),
                Regions = new EngineRegions(native),
                BudgetSeconds = _settings.BudgetSeconds,
                GraceSeconds = _settings.GraceSeconds,
                WatchdogSeconds = options.WatchdogSeconds ?? (_settings.Editor != 0 ? EditorWatchdogSeconds : 0),
                // Idle frames do not come here, so time between two pumps says nothing; Tick looks at the engine's own delta.
                GapSeconds = double.PositiveInfinity,
                // A task of no particular world acts in the one that is played or edited.
                CurrentWorldChanged = world => _native.SetCurrentWorld(((world ?? Loop!.RootScope.World) as EngineWorld)?.Id ?? 0),
            },
            new LoopHostOptions
            {
                ScriptReferences = options.ScriptReferences,
                ScriptFolders = folders,
                OutputFolder = saved.Length > 0 ? Path.Combine(saved, "AsyncTick") : "",
                ProjectFolder = info.ProjectDirectory.ToString(),
                Remote = OpensSocket(options),
            });
        Loop.Faulted += _ => _faults++;
        Tasks = new EngineTasks(Loop, native);
        Requests = new EngineRequests(Host, native, PlaceOf);
    }

    /// <summary>The loop and what stands around it.</summary>
    public LoopHost Host { get; }

    /// <summary>The loop that the engine pumps.</summary>
    public GameLoop Loop => Host.Loop;

    internal EngineTasks Tasks { get; }

    internal EngineRequests Requests { get; }

    /// <summary>The engine's log. Any thread.</summary>
    public ILogSink Log => Host.Log;

    /// <summary>
    /// Makes a host over the native half's tables and fills in its own. The host lives until the native half calls its <c>Stop</c>.
    /// </summary>
    /// <param name="native">The native half's table, <c>FAsyncTickNativeApi</c>; valid as long as the native module.</param>
    /// <param name="info">Folders and settings, <c>FAsyncTickStartInfo</c>; read before this returns.</param>
    /// <param name="managed">An <c>FAsyncTickManagedApi</c> that holds the version and size which the native half expects; receives the table.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="host">The host, or null.</param>
    /// <returns>Null, or why the two halves do not fit together.</returns>
    public static string? TryStart(void* native, void* info, void* managed, EngineHostOptions? options, out EngineHost? host)
    {
        var nativeApi = (NativeApi*)native;
        var startInfo = (StartInfo*)info;
        var managedApi = (ManagedApi*)managed;
        host = null;
        if (Differs("native table", nativeApi->Version, nativeApi->Size, sizeof(NativeApi)) is { } nativeProblem)
        {
            return nativeProblem;
        }

        if (Differs("start information", startInfo->Version, startInfo->Size, sizeof(StartInfo)) is { } infoProblem)
        {
            return infoProblem;
        }

        if (Differs("managed table", managedApi->Version, managedApi->Size, sizeof(ManagedApi)) is { } managedProblem)
        {
            return managedProblem;
        }

        host = new EngineHost(new Native(nativeApi), in *startInfo, options ?? new EngineHostOptions());
        host._self = GCHandle.Alloc(host);
        Exports.Fill(managedApi);
        managedApi->Context = (void*)GCHandle.ToIntPtr(host._self);
        managedApi->Doorbell = (DoorbellBlock*)host.Loop.Doorbell;
        if (startInfo->Settings.Editor != 0)
        {
            host.Host.WarmUp();
        }

        return null;
    }

    internal Status Tick(in Frame frame, ref Report report)
    {
        EnterFrame(in frame);
        if (frame.DeltaSeconds > GapSeconds)
        {
            Log.Write(LogVerbosity.Log, string.Create(CultureInfo.InvariantCulture, $"{frame.DeltaSeconds:F1} s passed since the last frame (a modal dialog, a blocking load?); Every gives one tick for those missed, unless its MissedTicks says otherwise."));
        }

        if (Observer is not null && !Loop.IsPumping)
        {
            Tell(static observer => observer.FrameStarts());
        }

        var result = Loop.Pump(frame.Clocks);
        var stats = Loop.Stats;
        report.Resumed = (int)(stats.Steps - _steps);
        report.LiveTasks = Loop.Tasks.Count;
        report.Faults = _faults;
        report.BudgetSpent = result == PumpResult.OverBudget ? 1 : 0;
        _steps = stats.Steps;
        _faults = 0;
        return result == PumpResult.Refused ? Status.Refused : Status.Ok;
    }

    /// <summary>Before the native half has something started in a world: 0 for the current one.</summary>
    internal void EnterCall(ulong world)
    {
        var now = _native.SampleClocks();
        if (world != 0)
        {
            now.World = world;
        }

        EnterFrame(in now);
        CatchUp(in now);
    }

    internal Status Execute(ulong world, string line)
    {
        EnterCall(world);
        var end = line.IndexOf(' ');
        if (!Host.Console.IsCommand(end < 0 ? line : line[..end]))
        {
            return Status.UnknownCommand;
        }

        _ = Host.Console.ExecuteAsync(line, _native.WriteConsole, PlaceOf(world));
        return Status.Ok;
    }

    internal Status BeginSession()
    {
        _scopesBeforePlay.Clear();
        _scopesBeforePlay.UnionWith(Loop.RootScope.Children);
        _tasksBeforePlay = [.. Loop.Tasks.Snapshot().Select(task => task.Id)];

        Tell(static observer => observer.SessionBegins());
        return Status.Ok;
    }

    internal Status EndSession()
    {
        Tell(static observer => observer.SessionEnds());

        // What began with the session ends with it; what the editor's user had started before goes on.
        TaskScope[] scopes = [.. Loop.RootScope.Children.Where(scope => scope != _noWorldScope && !_scopesBeforePlay.Contains(scope))];
        int[] tasks = [.. Loop.Tasks.Snapshot(Loop.RootScope).Where(task => _tasksBeforePlay?.Contains(task.Id) == false && task.ScopePath == Loop.RootScope.Path).Select(task => task.Id)];
        _scopesBeforePlay.Clear();
        _tasksBeforePlay = null;
        CancelAndDrain(scopes, tasks, "Play ended");
        return Status.Ok;
    }

    internal Status Configure(in Settings settings)
    {
        _settings = settings;
        Loop.SetLimits(Math.Max(0, settings.BudgetSeconds), Math.Max(0, settings.GraceSeconds));
        return Status.Ok;
    }

    internal Status PreExit()
    {
        CatchUp(_native.SampleClocks());
        Loop.Shutdown(_settings.ShutdownFrames, _settings.ShutdownSeconds);
        return Status.Ok;
    }

    internal Status Stop()
    {
        if (Loop.IsPumping)
        {
            return Status.Refused;
        }

        if (!_stopped)
        {
            _stopped = true;
            Host.Dispose();
            _self.Free();
        }

        return Status.Ok;
    }

    private const double GapSeconds = 2;

    // In a game a second is a load; in an editor it is a user who looks for the culprit.
    private const double EditorWatchdogSeconds = 1;

    private bool OpensSocket(EngineHostOptions options) => _settings.CommandSocket >= 0 && Environment.GetEnvironmentVariable("ASYNCTICK_REMOTE") switch
    {
        "1" => true,
        "0" => false,
        _ => options.Remote ?? _settings.CommandSocket != 0,
    };

    private static string? Differs(string what, uint version, uint size, int expectedSize) =>
        version == BridgeVersion.Current && size == expectedSize
            ? null
            : $"the native half's {what} has bridge version {version} ({size} bytes), the managed half expects {BridgeVersion.Current} ({expectedSize} bytes): build both from the same sources.";

    /// <summary>Scopes made from here on belong to the current world and wait on its clock.</summary>
    private void EnterFrame(in Frame frame)
    {
        var root = Loop.RootScope;
        var current = (root.World as EngineWorld)?.Id ?? 0;
        if (current != frame.World)
        {
            root.World = WorldOf(frame.World);
        }

        root.DefaultClock = frame.Playing != 0 ? Clock.Game : Clock.Real;
        EngineFrame = frame.EngineFrame;
        OfferPhases(frame.Playing != 0);
    }

    private EngineWorld? WorldOf(ulong id)
    {
        if (id == 0)
        {
            return null;
        }

        if (!_worlds.TryGetValue(id, out var world))
        {
            world = new EngineWorld(_native, id);
            _worlds.Add(id, world);
        }

        return world;
    }

    // Idle frames are not pumped, so the loop's clocks may stand far back when code is about to start a wait. A loop with
    // ready work was pumped a frame ago at most, and must not be pumped a second time in this one.
    private void CatchUp(in Frame now)
    {
        if (!Loop.IsPumping && ((DoorbellBlock*)Loop.Doorbell)->Ready == 0)
        {
            Loop.Pump(now.Clocks);
        }
    }
}
