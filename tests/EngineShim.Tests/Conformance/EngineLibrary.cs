using System.Runtime.InteropServices;
using AsyncTick.Engine.Bridge;

namespace AsyncTick.EngineShim.Tests;

/// <summary>The engine's stand-in with the plugin's C++ in it, as a library: <c>tests/EngineShim/Library/EngineLibrary.cpp</c>.</summary>
internal static unsafe partial class EngineLibrary
{
    private const string Name = "engine-library";

    static EngineLibrary()
    {
        NativeLibrary.SetDllImportResolver(typeof(EngineLibrary).Assembly, static (name, _, _) => name == Name ? NativeLibrary.Load(Repository.EngineLibrary) : 0);
    }

    [LibraryImport(Name, EntryPoint = "ShimStart", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Start(string pluginDirectory, delegate* unmanaged<int, byte*, void> writeLog, delegate* unmanaged<void> onPostDefault);

    [LibraryImport(Name, EntryPoint = "ShimPreExit")]
    public static partial void PreExit();

    [LibraryImport(Name, EntryPoint = "ShimShutdown")]
    public static partial void Shutdown();

    [LibraryImport(Name, EntryPoint = "ShimTickWorlds")]
    public static partial void TickWorlds(double deltaSeconds);

    [LibraryImport(Name, EntryPoint = "ShimTickTickers")]
    public static partial void TickTickers(double deltaSeconds);

    [LibraryImport(Name, EntryPoint = "ShimRunPhase")]
    public static partial void RunPhase(int phase, nint world);

    [LibraryImport(Name, EntryPoint = "ShimCreateWorld")]
    public static partial nint CreateWorld(int type);

    [LibraryImport(Name, EntryPoint = "ShimGetEditorWorld")]
    public static partial nint GetEditorWorld();

    [LibraryImport(Name, EntryPoint = "ShimTearDownWorld")]
    public static partial void TearDownWorld(nint world);

    [LibraryImport(Name, EntryPoint = "ShimCleanUpWorld")]
    public static partial void CleanUpWorld(nint world);

    [LibraryImport(Name, EntryPoint = "ShimDeleteWorld")]
    public static partial void DeleteWorld(nint world);

    [LibraryImport(Name, EntryPoint = "ShimBeginPlay")]
    public static partial void BeginPlay();

    [LibraryImport(Name, EntryPoint = "ShimEndPlay")]
    public static partial void EndPlay();

    [LibraryImport(Name, EntryPoint = "ShimPause")]
    public static partial void Pause(nint world, int isPaused);

    [LibraryImport(Name, EntryPoint = "ShimDilate")]
    public static partial void Dilate(nint world, double dilation);

    [LibraryImport(Name, EntryPoint = "ShimExec", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Exec(string line, nint world, delegate* unmanaged<int, byte*, void> writeConsole);

    [LibraryImport(Name, EntryPoint = "ShimGetWorldContext")]
    public static partial nint GetWorldContext();

    [LibraryImport(Name, EntryPoint = "ShimSetWorldContext")]
    public static partial void SetWorldContext(nint world);

    [LibraryImport(Name, EntryPoint = "ShimGetBoundFunction", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GetBoundFunction(string binder, string function, int size);

    [LibraryImport(Name, EntryPoint = "ShimGetCounters")]
    public static partial void GetCounters(Counters* counters);

    [LibraryImport(Name, EntryPoint = "ShimIsConnected")]
    public static partial int IsConnected();

    [LibraryImport(Name, EntryPoint = "ShimSetCollision")]
    public static partial void SetCollision(delegate* unmanaged<Question*, byte*, Hit*, int, int> findHits);

    [LibraryImport(Name, EntryPoint = "ShimSetAssets")]
    public static partial void SetAssets(
        delegate* unmanaged<byte*, byte*, int, ulong> begin,
        delegate* unmanaged<ulong, double> progress,
        delegate* unmanaged<ulong, void> end,
        delegate* unmanaged<byte*, int> isPrimary);

    /// <summary><c>FQuestion</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Question
    {
        public nint World;
        public int Kind;
        public int Shape;
        public int Channel;
        public int ObjectTypes;
        public Vector Start;
        public Vector End;
        public Vector Extent;
        public nint* Ignored;
        public int IgnoredCount;
        public int Reserved;
    }

    /// <summary><c>FAsyncTickCounters</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Counters
    {
        public ulong Ticks;
        public ulong ManagedTicks;
        public ulong PhaseTicks;
        public ulong NestedTicks;
        public ulong Commands;
        public ulong WaitingQueries;
    }
}
