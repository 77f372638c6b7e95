using System.Runtime.InteropServices;

namespace UnrealSharp.StandIn;

// What Source/UnrealAsyncTick/Public/AsyncTickBridge.h declares, as the C++ half sees it. The size and version that the managed half
// checks at start-up catch a mirror that has fallen behind.
#pragma warning disable CS0649 // Written by the managed half.

/// <summary>Text of the bridge: UTF-16 code units with a length.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeText
{
    public char* Units;
    public int Length;
    public int Reserved;
}

/// <summary>The clocks of one frame.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeFrame
{
    public const int ClockCount = 4;

    public fixed double Clocks[ClockCount];
    public double DeltaSeconds;
    public double TimeDilation;
    public ulong EngineFrame;
    public ulong World;
    public int Paused;
    public int Playing;
}

/// <summary>What one pumped frame did.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BridgeReport
{
    public int Resumed;
    public int LiveTasks;
    public int Faults;
    public int BudgetSpent;
}

/// <summary>What the managed half is told when it starts.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeStartInfo
{
    public uint Version;
    public uint Size;
    public BridgeSettings Settings;
    public BridgeText PluginDirectory;
    public BridgeText ProjectDirectory;
    public BridgeText SavedDirectory;
    public BridgeText* ScriptDirectories;
    public int ScriptDirectoryCount;
    public int Phases;
}

/// <summary>The settings that the managed half needs.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BridgeSettings
{
    public double BudgetSeconds;
    public double GraceSeconds;
    public double ShutdownSeconds;
    public int ShutdownFrames;
    public int Editor;
    public int CommandSocket;
    public int Reserved;
}

/// <summary>An actor to spawn.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct BridgeSpawn
{
    public ulong World;
    public BridgeText ClassName;
    public BridgeText Label;
    public double X;
    public double Y;
    public double Z;
    public double Pitch;
    public double Yaw;
    public double Roll;
}

/// <summary>What the loop has to do next.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeDoorbell
{
    public uint Version;
    public int Ready;
    public fixed double NextDue[BridgeFrame.ClockCount];
    public int Posted;
    public int Phases;
}

/// <summary>What this half offers.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeNativeApi
{
    public const uint CurrentVersion = 3;

    public uint Version;
    public uint Size;
    public void* Context;
    public delegate* unmanaged[Cdecl]<void*, int, char*, int, void> Log;
    public delegate* unmanaged[Cdecl]<void*, int, int> IsLogEnabled;
    public delegate* unmanaged[Cdecl]<void*, int, char*, int, void> WriteConsole;
    public delegate* unmanaged[Cdecl]<void*, BridgeFrame*, int> SampleClocks;
    public delegate* unmanaged[Cdecl]<void*, ulong, int> SetCurrentWorld;
    public delegate* unmanaged[Cdecl]<void*, BridgeSpawn*, ulong*, int> SpawnActor;
    public delegate* unmanaged[Cdecl]<void*, ulong, int> DestroyActor;
    public delegate* unmanaged[Cdecl]<void*, ulong, int> FindActor;
    public delegate* unmanaged[Cdecl]<void*, ulong, int, int, ulong*, int> OpenAudio;
    public delegate* unmanaged[Cdecl]<void*, ulong, byte*, int, int> QueueAudio;
    public delegate* unmanaged[Cdecl]<void*, ulong, int> ResetAudio;
    public delegate* unmanaged[Cdecl]<void*, ulong, int*, int> GetQueuedAudio;
    public delegate* unmanaged[Cdecl]<void*, ulong, int> CloseAudio;
    public delegate* unmanaged[Cdecl]<void*, double, char*, int, int> ShowMessage;
    public delegate* unmanaged[Cdecl]<void*, int, void*, int> TellTask;
    public delegate* unmanaged[Cdecl]<void*, ulong, int, int, char*, int, int> EndRequest;
    public delegate* unmanaged[Cdecl]<void*, BridgeQuery*, char*, int, int> StartQuery;
    public delegate* unmanaged[Cdecl]<void*, uint, int> CancelQuery;
    public delegate* unmanaged[Cdecl]<void*, char*, int, ulong*, int> BeginRegion;
    public delegate* unmanaged[Cdecl]<void*, ulong, int> EndRegion;
    public delegate* unmanaged[Cdecl]<void*, BridgeLoad*, int> StartLoad;
    public delegate* unmanaged[Cdecl]<void*, uint, double*, int> GetLoadProgress;
    public delegate* unmanaged[Cdecl]<void*, uint, int> ReleaseLoad;
    public delegate* unmanaged[Cdecl]<void*, ulong, char*, int, int> TellProgress;
}

/// <summary>What the managed half offers.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeManagedApi
{
    public uint Version;
    public uint Size;
    public void* Context;
    public BridgeDoorbell* Doorbell;
    public delegate* unmanaged[Cdecl]<void*, BridgeFrame*, BridgeReport*, int> Tick;
    public delegate* unmanaged[Cdecl]<void*, ulong, char*, int, int> Execute;
    public delegate* unmanaged[Cdecl]<void*, ulong, int> EndWorld;
    public delegate* unmanaged[Cdecl]<void*, int> BeginSession;
    public delegate* unmanaged[Cdecl]<void*, int> EndSession;
    public delegate* unmanaged[Cdecl]<void*, void*, int> Configure;
    public delegate* unmanaged[Cdecl]<void*, int> PreExit;
    public delegate* unmanaged[Cdecl]<void*, int> Stop;
    public delegate* unmanaged[Cdecl]<void*, int, BridgeFrame*, int> TickPhase;
    public delegate* unmanaged[Cdecl]<void*, void*, int> ListTasks;
    public delegate* unmanaged[Cdecl]<void*, int, int> SetTaskEvents;
    public delegate* unmanaged[Cdecl]<void*, ulong, int, char*, int, ulong, int> StartRequest;
    public delegate* unmanaged[Cdecl]<void*, ulong, int> CancelRequest;
    public delegate* unmanaged[Cdecl]<void*, uint, BridgeHit*, int, int> EndQuery;
    public delegate* unmanaged[Cdecl]<void*, uint, int> EndLoad;
}
