using System.Runtime.InteropServices;

namespace AsyncTick.Engine.Bridge;

// The C# mirror of Source/UnrealAsyncTick/Public/AsyncTickBridge.h and AsyncTickBridgeStructs.h, which hold the rules and say what each field means.
// Types and fields have the same names (without the F, E and FAsyncTick that C++ puts before them), order and sizes; a test
// compares both files field by field, and both compiled layouts.

/// <summary>The version that both halves must have.</summary>
internal static class BridgeVersion
{
    public const uint Current = 3;
}

/// <summary>What a call across the bridge came to.</summary>
internal enum Status
{
    Ok = 0,
    Failed = 1,
    Refused = 2,
    WrongThread = 3,
    NoWorld = 4,
    UnknownClass = 5,
    NotSpawnable = 6,
    SpawnRefused = 7,
    UnknownHandle = 8,
    InvalidArgument = 9,
    NoAudio = 10,
    UnknownCommand = 11,
    Mismatch = 12,
}

/// <summary>UTF-16 code units that the caller owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Text
{
    public char* Units;
    public int Length;
    public int Reserved;

    public readonly override string ToString() => Units == null || Length <= 0 ? "" : new string(Units, 0, Length);
}

/// <summary>All clocks, sampled together.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Frame
{
    public FrameTime Clocks;
    public double DeltaSeconds;
    public double TimeDilation;
    public ulong EngineFrame;
    public ulong World;
    public int Paused;
    public int Playing;
}

/// <summary>What one pumped frame did.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Report
{
    public int Resumed;
    public int LiveTasks;
    public int Faults;
    public int BudgetSpent;
}

/// <summary>The settings that this half needs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Settings
{
    public double BudgetSeconds;
    public double GraceSeconds;
    public double ShutdownSeconds;
    public int ShutdownFrames;
    public int Editor;
    public int CommandSocket;
    public int Reserved;
}

/// <summary>What this half is told when it starts; dies when the start call returns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct StartInfo
{
    public uint Version;
    public uint Size;
    public Settings Settings;
    public Text PluginDirectory;
    public Text ProjectDirectory;
    public Text SavedDirectory;
    public Text* ScriptDirectories;
    public int ScriptDirectoryCount;
    public int Phases;
}

/// <summary>An actor to spawn.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Spawn
{
    public ulong World;
    public Text ClassName;
    public Text Label;
    public double X;
    public double Y;
    public double Z;
    public double Pitch;
    public double Yaw;
    public double Roll;
}

/// <summary>A row of the task list; its texts are the managed half's and die with the call that hands it over.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TaskRow
{
    public int Id;
    public int ParentId;
    public int State;
    public int CancelReason;
    public int Line;
    public int Reserved;
    public long Resumes;
    public double AgeSeconds;
    public double UsedSeconds;
    public double WaitSeconds;
    public Text Name;
    public Text Scope;
    public Text Status;
    public Text Wait;
    public Text File;
    public Text Fault;
}

/// <summary>Where a list of tasks goes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TaskSink
{
    public void* Context;
    public delegate* unmanaged[Cdecl]<void*, TaskRow*, void> Add;
}

/// <summary>Something to load.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Load
{
    public uint Id;
    public int Priority;
    public Text Path;
    public Text* Bundles;
    public int BundleCount;
    public int Reserved;
}

/// <summary>What the native half offers.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeApi
{
    public uint Version;
    public uint Size;
    public void* Context;
    public delegate* unmanaged[Cdecl]<void*, int, char*, int, void> Log;
    public delegate* unmanaged[Cdecl]<void*, int, int> IsLogEnabled;
    public delegate* unmanaged[Cdecl]<void*, int, char*, int, void> WriteConsole;
    public delegate* unmanaged[Cdecl]<void*, Frame*, Status> SampleClocks;
    public delegate* unmanaged[Cdecl]<void*, ulong, Status> SetCurrentWorld;
    public delegate* unmanaged[Cdecl]<void*, Spawn*, ulong*, Status> SpawnActor;
    public delegate* unmanaged[Cdecl]<void*, ulong, Status> DestroyActor;
    public delegate* unmanaged[Cdecl]<void*, ulong, Status> FindActor;
    public delegate* unmanaged[Cdecl]<void*, ulong, int, int, ulong*, Status> OpenAudio;
    public delegate* unmanaged[Cdecl]<void*, ulong, byte*, int, Status> QueueAudio;
    public delegate* unmanaged[Cdecl]<void*, ulong, Status> ResetAudio;
    public delegate* unmanaged[Cdecl]<void*, ulong, int*, Status> GetQueuedAudio;
    public delegate* unmanaged[Cdecl]<void*, ulong, Status> CloseAudio;
    public delegate* unmanaged[Cdecl]<void*, double, char*, int, Status> ShowMessage;
    public delegate* unmanaged[Cdecl]<void*, int, TaskRow*, Status> TellTask;
    public delegate* unmanaged[Cdecl]<void*, ulong, int, int, char*, int, Status> EndRequest;
    public delegate* unmanaged[Cdecl]<void*, Query*, char*, int, Status> StartQuery;
    public delegate* unmanaged[Cdecl]<void*, uint, Status> CancelQuery;
    public delegate* unmanaged[Cdecl]<void*, char*, int, ulong*, Status> BeginRegion;
    public delegate* unmanaged[Cdecl]<void*, ulong, Status> EndRegion;
    public delegate* unmanaged[Cdecl]<void*, Load*, Status> StartLoad;
    public delegate* unmanaged[Cdecl]<void*, uint, double*, Status> GetLoadProgress;
    public delegate* unmanaged[Cdecl]<void*, uint, Status> ReleaseLoad;
    public delegate* unmanaged[Cdecl]<void*, ulong, char*, int, Status> TellProgress;
}

/// <summary>What this half offers.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ManagedApi
{
    public uint Version;
    public uint Size;
    public void* Context;
    public DoorbellBlock* Doorbell;
    public delegate* unmanaged[Cdecl]<void*, Frame*, Report*, Status> Tick;
    public delegate* unmanaged[Cdecl]<void*, ulong, char*, int, Status> Execute;
    public delegate* unmanaged[Cdecl]<void*, ulong, Status> EndWorld;
    public delegate* unmanaged[Cdecl]<void*, Status> BeginSession;
    public delegate* unmanaged[Cdecl]<void*, Status> EndSession;
    public delegate* unmanaged[Cdecl]<void*, Settings*, Status> Configure;
    public delegate* unmanaged[Cdecl]<void*, Status> PreExit;
    public delegate* unmanaged[Cdecl]<void*, Status> Stop;
    public delegate* unmanaged[Cdecl]<void*, int, Frame*, Status> TickPhase;
    public delegate* unmanaged[Cdecl]<void*, TaskSink*, Status> ListTasks;
    public delegate* unmanaged[Cdecl]<void*, int, Status> SetTaskEvents;
    public delegate* unmanaged[Cdecl]<void*, ulong, int, char*, int, ulong, Status> StartRequest;
    public delegate* unmanaged[Cdecl]<void*, ulong, Status> CancelRequest;
    public delegate* unmanaged[Cdecl]<void*, uint, Hit*, int, Status> EndQuery;
    public delegate* unmanaged[Cdecl]<void*, uint, Status> EndLoad;
}
