using System.Runtime.InteropServices;
using AsyncTick;
using AsyncTick.Engine;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>The worlds of the real engine, by way of the native module.</summary>
internal sealed unsafe class NativeWorlds(EngineHost host) : IWorldSource
{
    public EngineHost Host => host;

    public ulong Frame => host.EngineFrame;

    public ulong IdOf(UWorld world) => Bind_UnrealAsyncTick.CallGetWorldId(world.NativeObject);

    public object? TokenOf(ulong id) => host.GetWorld(id);

    public ulong IdOf(object token) => ((EngineWorld)token).Id;

    public bool TrySample(ulong id, out WorldSample sample)
    {
        WorldFrame frame;
        var found = Bind_UnrealAsyncTick.CallSampleWorld(id, &frame) == 0;
        sample = found ? new WorldSample(frame.Clocks, frame.Playing != 0) : default;
        return found;
    }

    public void SyncClocks() => host.SyncClocks();

    public bool Execute(string command) => host.ExecuteCommand(command);

    /// <summary><c>FAsyncTickFrame</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct WorldFrame
    {
        public FrameTime Clocks;
        public double DeltaSeconds;
        public double TimeDilation;
        public ulong EngineFrame;
        public ulong World;
        public int Paused;
        public int Playing;
    }
}
