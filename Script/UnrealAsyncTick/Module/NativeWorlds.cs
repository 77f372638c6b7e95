using System.Runtime.InteropServices;
using AsyncTick;
using AsyncTick.Engine;
using AsyncTick.Engine.Bridge;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>Where <see cref="UnrealScopes"/> learns about worlds: the native module. Game thread only.</summary>
internal sealed unsafe class NativeWorlds(EngineHost host)
{
    /// <summary>The number of the engine's frame, as of the last <see cref="SyncClocks"/> or pump.</summary>
    public ulong Frame => host.EngineFrame;

    /// <summary>The number of a world, never used twice; 0 for one that has ended.</summary>
    public ulong IdOf(UWorld world) => Bind_UnrealAsyncTick.CallGetWorldId(world.NativeObject);

    /// <summary>What <see cref="TaskScope.World"/> of a world's scope is set to; the loop's host makes that world current before its tasks run.</summary>
    public object? TokenOf(ulong id) => host.GetWorld(id);

    /// <summary>The number of a world that <see cref="TokenOf"/> was asked for.</summary>
    public ulong IdOf(object token) => ((EngineWorld)token).Id;

    /// <summary>Reads a world's clocks. False for one that has ended.</summary>
    public bool TrySample(ulong id, out WorldSample sample)
    {
        WorldFrame frame;
        var found = Bind_UnrealAsyncTick.CallSampleWorld(id, &frame) == 0;
        sample = found ? new WorldSample(frame.Clocks, frame.Playing != 0) : default;
        return found;
    }

    /// <summary>Brings the loop's own clocks up to now; does nothing within a frame.</summary>
    public void SyncClocks() => host.SyncClocks();

    /// <summary>Asks a world. False when it has ended, or is not played.</summary>
    public bool StartQuery(in Query query, string profile) => host.StartQuery(in query, profile);

    /// <summary>Takes a question back.</summary>
    public void CancelQuery(uint query) => host.CancelQuery(query);

    /// <summary>Begins to load. False for bundles of what is not a primary asset.</summary>
    public bool StartLoad(uint id, string path, int priority, IReadOnlyList<string> bundles) => host.StartLoad(id, path, priority, bundles);

    /// <summary>From 0 to 1.</summary>
    public double GetLoadProgress(uint load) => host.GetLoadProgress(load);

    /// <summary>Stops a load, or lets go of what was loaded.</summary>
    public void ReleaseLoad(uint load) => host.ReleaseLoad(load);

    /// <summary>Runs a script in the calling task and waits for its end; says in which scope it runs.</summary>
    public Task<ScriptOutcome> RunScript(string path, IReadOnlyList<string> arguments, Action<TaskScope> started) => host.Host.RunScriptAsync(path, arguments, started);

    /// <summary>Runs a console command. False when there is none of this name.</summary>
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
