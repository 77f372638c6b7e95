using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using UnrealSharp.Binds;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.Log;

namespace UnrealSharp.StandIn;

public sealed unsafe partial class SimulatedModule
{
    // Native functions have no state; what they act on is the game thread's module.
    [ThreadStatic]
    private static SimulatedModule? t_current;

    private BridgeNativeApi* _native;
    private BridgeStartInfo* _startInfo;
    private readonly List<nint> _texts = [];

    private void MakeTables()
    {
        _native = (BridgeNativeApi*)NativeMemory.AllocZeroed((nuint)sizeof(BridgeNativeApi));
        *_native = new BridgeNativeApi
        {
            Version = BridgeNativeApi.CurrentVersion,
            Size = (uint)sizeof(BridgeNativeApi),
            Context = _native,
            Log = &Log,
            IsLogEnabled = &IsLogEnabled,
            WriteConsole = &WriteConsole,
            SampleClocks = &SampleClocks,
            SetCurrentWorld = &SetCurrentWorld,
            SpawnActor = &SpawnActor,
            DestroyActor = &DestroyActor,
            FindActor = &FindActor,
            OpenAudio = &OpenAudio,
            QueueAudio = &QueueAudio,
            ResetAudio = &ResetAudio,
            GetQueuedAudio = &GetQueuedAudio,
            CloseAudio = &CloseAudio,
            ShowMessage = &ShowMessage,
            TellTask = &TellTask,
            EndRequest = &EndRequest,
            StartQuery = &StartQuery,
            CancelQuery = &CancelQuery,
            BeginRegion = &BeginRegion,
            EndRegion = &EndRegion,
            StartLoad = &StartLoad,
            GetLoadProgress = &GetLoadProgress,
            ReleaseLoad = &ReleaseLoad,
            TellProgress = &TellProgress,
        };
        _startInfo = (BridgeStartInfo*)NativeMemory.AllocZeroed((nuint)sizeof(BridgeStartInfo));
        *_startInfo = new BridgeStartInfo
        {
            Version = BridgeNativeApi.CurrentVersion,
            Size = (uint)sizeof(BridgeStartInfo),
            Settings = ToBridge(_settings),
            SavedDirectory = MakeText(_settings.SavedDirectory),
            ScriptDirectories = (BridgeText*)NativeMemory.AllocZeroed((nuint)Math.Max(1, _settings.ScriptDirectories.Count), (nuint)sizeof(BridgeText)),
            ScriptDirectoryCount = _settings.ScriptDirectories.Count,
            Phases = AllPhases,
        };
        for (var i = 0; i < _settings.ScriptDirectories.Count; i++)
        {
            _startInfo->ScriptDirectories[i] = MakeText(_settings.ScriptDirectories[i]);
        }

        NativeBinds.RegisterBoundFunction("Bind_UnrealAsyncTick", "GetNativeApi", (nint)(delegate* unmanaged<uint, uint, void*>)&GetNativeApi, (2 * sizeof(uint)) + sizeof(nint));
        NativeBinds.RegisterBoundFunction("Bind_UnrealAsyncTick", "GetStartInfo", (nint)(delegate* unmanaged<void*>)&GetStartInfo, sizeof(nint));
        NativeBinds.RegisterBoundFunction("Bind_UnrealAsyncTick", "Connect", (nint)(delegate* unmanaged<void*, int>)&Connect, sizeof(nint) + sizeof(int));
        NativeBinds.RegisterBoundFunction("Bind_UnrealAsyncTick", "Disconnect", (nint)(delegate* unmanaged<void*, void>)&Disconnect, sizeof(nint));
        NativeBinds.RegisterBoundFunction("Bind_UnrealAsyncTick", "GetWorldId", (nint)(delegate* unmanaged<nint, ulong>)&GetWorldId, sizeof(nint) + sizeof(ulong));
        NativeBinds.RegisterBoundFunction("Bind_UnrealAsyncTick", "SampleWorld", (nint)(delegate* unmanaged<ulong, void*, int>)&SampleWorld, sizeof(ulong) + sizeof(nint) + sizeof(int));
    }

    private void FreeTables()
    {
        // Code that still reads the table of a module that is gone shall notice.
        *_native = default;
        NativeMemory.Free(_native);
        NativeMemory.Free(_startInfo->ScriptDirectories);
        NativeMemory.Free(_startInfo);
        _texts.ForEach(Marshal.FreeCoTaskMem);
    }

    private static BridgeSettings ToBridge(SimulatedModuleSettings settings) => new()
    {
        BudgetSeconds = settings.BudgetSeconds,
        GraceSeconds = settings.GraceSeconds,
        ShutdownSeconds = settings.ShutdownSeconds,
        ShutdownFrames = settings.ShutdownFrames,
        Editor = settings.IsEditor ? 1 : 0,
        CommandSocket = settings.CommandSocket,
    };

    private BridgeText MakeText(string text)
    {
        var units = Marshal.StringToCoTaskMemUni(text);
        _texts.Add(units);
        return new BridgeText { Units = (char*)units, Length = text.Length };
    }

    [UnmanagedCallersOnly]
    private static void* GetNativeApi(uint version, uint size) => t_current is { } module && version == BridgeNativeApi.CurrentVersion && size == sizeof(BridgeNativeApi) ? module._native : null;

    [UnmanagedCallersOnly]
    private static void* GetStartInfo() => t_current is { } module ? module._startInfo : null;

    [UnmanagedCallersOnly]
    private static int Connect(void* managed)
    {
        var api = (BridgeManagedApi*)managed;
        if (t_current is not { IsConnected: false } module || api->Version != BridgeNativeApi.CurrentVersion || api->Size != sizeof(BridgeManagedApi))
        {
            return BridgeStatus.InvalidArgument;
        }

        module._managed = *api;
        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly]
    private static void Disconnect(void* context)
    {
        if (t_current is { } module && module._managed.Context == context)
        {
            module._managed = default;
            module._waitingQueries.Clear();
            module.LetLoadsGo();
        }
    }

    [UnmanagedCallersOnly]
    private static ulong GetWorldId(nint world) => t_current is { } module && module.Engine.Objects.Find(world)?.Managed is UWorld found ? module.IdOf(found) : 0;

    [UnmanagedCallersOnly]
    private static int SampleWorld(ulong world, void* frame)
    {
        if (t_current?.Find(world) is not { } found)
        {
            return BridgeStatus.NoWorld;
        }

        *(BridgeFrame*)frame = t_current.SampleWorld(found.IsGameWorld ? found : null, t_current._delta);
        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Log(void* context, int verbosity, char* text, int length) => SimulatedLog.Write("LogAsyncTick", (ELogVerbosity)verbosity, new string(text, 0, length));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int IsLogEnabled(void* context, int verbosity) => verbosity <= (int)SimulatedLog.Verbosity ? 1 : 0;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void WriteConsole(void* context, int verbosity, char* text, int length) => t_current?.ConsoleLines.Add(new string(text, 0, length));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SampleClocks(void* context, BridgeFrame* frame)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        *frame = module.Sample(0);
        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SetCurrentWorld(void* context, ulong world)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        var found = world == 0 ? null : module.FindUntilGone(world);
        module.Engine.CurrentWorldContext = found;
        return world == 0 || found is not null ? BridgeStatus.Ok : BridgeStatus.NoWorld;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SpawnActor(void* context, BridgeSpawn* spawn, ulong* actor)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        if ((spawn->World == 0 ? module.Engine.PlayWorld ?? module.Engine.EditorWorld : module.Find(spawn->World)) is not { } world)
        {
            return BridgeStatus.NoWorld;
        }

        var name = new string(spawn->ClassName.Units, 0, spawn->ClassName.Length);
        if (typeof(AActor).Assembly.GetType($"UnrealSharp.Engine.A{name}") is not { } type)
        {
            return BridgeStatus.UnknownClass;
        }

        var place = new FTransform(new FRotator(spawn->Pitch, spawn->Yaw, spawn->Roll), new FVector(spawn->X, spawn->Y, spawn->Z));
        if (module.Engine.SpawnActorIn(world, type, place) is not { } spawned)
        {
            return BridgeStatus.SpawnRefused;
        }

        if (spawn->Label.Length > 0)
        {
            spawned.SetActorLabel(new string(spawn->Label.Units, 0, spawn->Label.Length));
        }

        *actor = (ulong)spawned.NativeObject;
        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DestroyActor(void* context, ulong actor)
    {
        if (FindLive(actor) is not { } found)
        {
            return t_current is null ? BridgeStatus.WrongThread : BridgeStatus.UnknownHandle;
        }

        found.DestroyActor();
        return BridgeStatus.Ok;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FindActor(void* context, ulong actor) => t_current is null ? BridgeStatus.WrongThread : FindLive(actor) is null ? BridgeStatus.UnknownHandle : BridgeStatus.Ok;

    private static AActor? FindLive(ulong actor) => t_current?.Engine.Objects.Find((nint)actor) is { IsGarbage: false, Managed: AActor found } ? found : null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OpenAudio(void* context, ulong world, int sampleRate, int channels, ulong* audio)
    {
        if (t_current is not { } module)
        {
            return BridgeStatus.WrongThread;
        }

        if (!module.HasAudio)
        {
            return BridgeStatus.NoAudio;
        }

        if (module.Find(world) is null)
        {
            return BridgeStatus.NoWorld;
        }

        if (sampleRate is < 8000 or > 192000 || channels is < 1 or > 8)
        {
            return BridgeStatus.InvalidArgument;
        }

        *audio = ++module._lastId;
        module._audio.Add(*audio, new SimulatedAudioStream(world, sampleRate, channels));
        return BridgeStatus.Ok;
    }

    private static int WithAudio(ulong audio, Func<SimulatedAudioStream, bool> use) => t_current switch
    {
        null => BridgeStatus.WrongThread,
        _ when !t_current._audio.TryGetValue(audio, out var stream) || stream.IsClosed => BridgeStatus.UnknownHandle,
        _ => use(t_current._audio[audio]) ? BridgeStatus.Ok : BridgeStatus.InvalidArgument,
    };

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int QueueAudio(void* context, ulong audio, byte* bytes, int byteCount) => WithAudio(audio, stream => stream.Queue(new ReadOnlySpan<byte>(bytes, byteCount)));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ResetAudio(void* context, ulong audio) => WithAudio(audio, static stream =>
    {
        stream.Reset();
        return true;
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GetQueuedAudio(void* context, ulong audio, int* byteCount) => WithAudio(audio, stream =>
    {
        *byteCount = stream.QueuedBytes;
        return true;
    });

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CloseAudio(void* context, ulong audio) => WithAudio(audio, static stream => stream.IsClosed = true);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShowMessage(void* context, double seconds, char* text, int length)
    {
        SimulatedLog.Write("LogScreen", ELogVerbosity.Display, new string(text, 0, length));
        return BridgeStatus.Ok;
    }
}
