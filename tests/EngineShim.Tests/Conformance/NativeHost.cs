using System.Runtime.InteropServices;
using AsyncTick.Engine.Bridge;
using UnrealAsyncTick;
using UnrealSharp.Binds;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.Log;
using UnrealSharp.StandIn;
using UnrealSharp.UnrealSharpCore;

namespace AsyncTick.EngineShim.Tests;

/// <summary>
/// The plugin's own C++ modules in this process, built with UnrealSharp's way in: the adapter finds their functions through the binder, and worlds,
/// clocks, events, ticker, console and log are theirs. Actors and components are the stand-in's, in worlds that are native objects.
/// </summary>
internal sealed unsafe class NativeHost : HostUnderTest, INativeEngine
{
    private const string Binder = "Bind_UnrealAsyncTick";

    // What UnrealSharp's generator works out from the C# signatures; the C++ registered its own sums.
    private static readonly (string Function, int Size)[] Bound =
    [
        ("GetNativeApi", sizeof(uint) + sizeof(uint) + sizeof(ulong)),
        ("GetStartInfo", sizeof(ulong)),
        ("Connect", sizeof(ulong) + sizeof(int)),
        ("Disconnect", sizeof(ulong)),
        ("GetWorldId", sizeof(ulong) + sizeof(ulong)),
        ("SampleWorld", sizeof(ulong) + sizeof(ulong) + sizeof(int)),
    ];

    // Native callbacks have no context of their own; one engine per process.
    [ThreadStatic]
    private static NativeHost? t_current;

    private readonly List<string> _console = [];
    private readonly List<SimulatedHit> _hits = [];
    private readonly Dictionary<ulong, SimulatedLoad> _loads = [];
    private ulong _lastLoad;
    private Exception? _failure;
    private bool _hasEditorWorld;
    private int _contextsLeft;

    public NativeHost()
    {
        t_current = this;
        EngineLibrary.Start(Repository.Root, &WriteLog, &StartManaged);
        if (_failure is not null)
        {
            throw new InvalidOperationException("The managed half could not be started.", _failure);
        }

        Engine = new SimulatedEngine(this);
        EngineLibrary.SetCollision(&FindHits);
        EngineLibrary.SetAssets(&BeginLoad, &GetLoadProgress, &EndLoad, &IsPrimaryAsset);
        Engine.AddTicker(TickTickers);
        Engine.PhaseRuns += phase => Call(() => EngineLibrary.RunPhase((int)phase, Engine.PlayWorld?.NativeObject ?? 0));
        Engine.PlaySessionBegins += () => Call(EngineLibrary.BeginPlay);
        Engine.PlaySessionEnds += () => Call(EngineLibrary.EndPlay);
        Engine.WorldTearsDown += world => Call(() => EngineLibrary.TearDownWorld(world.NativeObject));
        Engine.WorldCleansUp += world => Call(() => EngineLibrary.CleanUpWorld(world.NativeObject));
        Engine.PreExit += () => Call(EngineLibrary.PreExit);
    }

    public override SimulatedEngine Engine { get; }

    public override bool IsConnected => EngineLibrary.IsConnected() != 0;

    public override long ManagedTicks => (long)Counters.ManagedTicks;

    public override long PhaseTicks => (long)Counters.PhaseTicks;

    public override long NestedTicks => (long)Counters.NestedTicks;

    public override int WaitingQueries => (int)Counters.WaitingQueries;

    public override int ContextsLeftBehind => base.ContextsLeftBehind + _contextsLeft;

    protected override FUnrealAsyncTickModule Plugin { get; } = new();

    public nint WorldContext
    {
        get => EngineLibrary.GetWorldContext();
        set => EngineLibrary.SetWorldContext(value);
    }

    private static EngineLibrary.Counters Counters
    {
        get
        {
            EngineLibrary.Counters counters;
            EngineLibrary.GetCounters(&counters);
            return counters;
        }
    }

    public override void Tick(int frames = 1, double seconds = 1.0 / 60)
    {
        for (var frame = 0; frame < frames; frame++)
        {
            EngineLibrary.TickWorlds(seconds);
            base.Tick(1, seconds);
        }
    }

    public override void Pause(UWorld world, bool isPaused = true)
    {
        base.Pause(world, isPaused);
        EngineLibrary.Pause(world.NativeObject, isPaused ? 1 : 0);
    }

    public override void Dilate(UWorld world, double dilation)
    {
        base.Dilate(world, dilation);
        EngineLibrary.Dilate(world.NativeObject, dilation);
    }

    public override string Type(string command)
    {
        _console.Clear();
        Call(() => EngineLibrary.Exec(command, (Engine.PlayWorld ?? Engine.EditorWorld).NativeObject, &WriteConsole));
        return string.Join('\n', _console);
    }

    // The native engine starts with its edited world; the stand-in asks for that one first.
    public nint CreateWorld(ECSWorldType type)
    {
        if (type == ECSWorldType.Editor && !_hasEditorWorld)
        {
            _hasEditorWorld = true;
            return EngineLibrary.GetEditorWorld();
        }

        return EngineLibrary.CreateWorld((int)type);
    }

    public void DeleteWorld(nint world) => EngineLibrary.DeleteWorld(world);

    protected override void Unload()
    {
        base.Unload();
        EngineLibrary.Shutdown();
        t_current = null;
    }

    private void TickTickers(double deltaSeconds) => Call(() => EngineLibrary.TickTickers(deltaSeconds));

    private void Call(Action native)
    {
        var context = SynchronizationContext.Current;
        native();
        if (SynchronizationContext.Current != context)
        {
            _contextsLeft++;
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    [UnmanagedCallersOnly]
    private static int FindHits(EngineLibrary.Question* question, byte* profile, Hit* hits, int capacity)
    {
        var world = t_current!.Engine.Worlds.First(world => world.NativeObject == question->World);
        var query = new SimulatedQuery
        {
            Kind = question->Kind,
            ObjectTypes = ToObjectTypes(question->ObjectTypes),
            Profile = Marshal.PtrToStringUTF8((nint)profile) ?? "",
            Start = ToPlace(question->Start),
            End = ToPlace(question->End),
            HalfSize = question->Shape == 1 ? new FVector(question->Extent.X) : question->Shape == 3 ? new FVector(question->Extent.X, question->Extent.X, question->Extent.Z) : ToPlace(question->Extent),
        };
        for (var i = 0; i < question->IgnoredCount; i++)
        {
            query.Ignore(question->Ignored[i]);
        }

        SimulatedCollision.Find(world, in query, t_current._hits);
        var count = Math.Min(capacity, t_current._hits.Count);
        for (var i = 0; i < count; i++)
        {
            hits[i] = ToNative(t_current._hits[i]);
        }

        return count;
    }

    [UnmanagedCallersOnly]
    private static ulong BeginLoad(byte* path, byte* bundles, int priority)
    {
        var host = t_current!;
        var names = Marshal.PtrToStringUTF8((nint)bundles)!.Split(',', StringSplitOptions.RemoveEmptyEntries);
        host._loads.Add(++host._lastLoad, host.Engine.Assets.Begin(Marshal.PtrToStringUTF8((nint)path)!, names, priority));
        return host._lastLoad;
    }

    [UnmanagedCallersOnly]
    private static double GetLoadProgress(ulong load) => t_current!._loads[load].Progress;

    [UnmanagedCallersOnly]
    private static void EndLoad(ulong load)
    {
        t_current!._loads.Remove(load, out var ended);
        ended!.Release();
    }

    [UnmanagedCallersOnly]
    private static int IsPrimaryAsset(byte* path) => t_current!.Engine.Assets.IsPrimary(Marshal.PtrToStringUTF8((nint)path)!) ? 1 : 0;

    // From the engine's channels to the project's list of object types.
    private static int ToObjectTypes(int channels)
    {
        ReadOnlySpan<int> objects = [0, 1, 2, 5, 6, 7];
        var types = 0;
        for (var type = 0; type < objects.Length; type++)
        {
            types |= ((channels >> objects[type]) & 1) << type;
        }

        return types;
    }

    private static Hit ToNative(SimulatedHit hit) => new()
    {
        Location = FromPlace(hit.Location),
        ImpactPoint = FromPlace(hit.ImpactPoint),
        Normal = FromPlace(hit.Normal),
        ImpactNormal = FromPlace(hit.Normal),
        Distance = hit.Distance,
        Time = hit.Time,
        Actor = (ulong)hit.Component.Owner.NativeObject,
        Component = (ulong)hit.Component.NativeObject,
        Blocking = hit.IsBlocking ? 1 : 0,
        StartPenetrating = hit.StartsInside ? 1 : 0,
    };

    private static FVector ToPlace(Vector place) => new(place.X, place.Y, place.Z);

    private static Vector FromPlace(FVector place) => new() { X = place.X, Y = place.Y, Z = place.Z };

    [UnmanagedCallersOnly]
    private static void StartManaged()
    {
        var host = t_current!;
        try
        {
            foreach ((var function, var size) in Bound)
            {
                var address = EngineLibrary.GetBoundFunction(Binder, function, size);
                if (address == 0)
                {
                    throw new InvalidOperationException($"The native module has not registered {Binder}.{function} with {size} bytes.");
                }

                NativeBinds.RegisterBoundFunction(Binder, function, address, size);
            }

            host.Plugin.StartupModule();
        }
        catch (Exception failure)
        {
            host._failure = failure;
        }
    }

    [UnmanagedCallersOnly]
    private static void WriteLog(int verbosity, byte* line) =>
        SimulatedLog.Write("LogAsyncTick", (ELogVerbosity)verbosity, Marshal.PtrToStringUTF8((nint)line) ?? "");

    [UnmanagedCallersOnly]
    private static void WriteConsole(int verbosity, byte* line) => t_current?._console.Add(Marshal.PtrToStringUTF8((nint)line) ?? "");
}
