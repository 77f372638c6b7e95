using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>The headless host: the engine and the native module are simulated.</summary>
internal sealed class EditorSession : HostUnderTest
{
    public EditorSession(bool startPlugin = true)
    {
        Engine = new SimulatedEngine();
        Module = new SimulatedModule(Engine);
        if (startPlugin)
        {
            Plugin.StartupModule();
        }
    }

    public override SimulatedEngine Engine { get; }

    public SimulatedModule Module { get; }

    public override bool IsConnected => Module.IsConnected;

    public override long ManagedTicks => Module.ManagedTicks;

    public override long NestedTicks => Module.NestedTicks;

    public override string Type(string command)
    {
        var before = Module.ConsoleLines.Count;
        Module.Execute(command);
        return string.Join('\n', Module.ConsoleLines.Skip(before));
    }

    protected override void Unload()
    {
        Module.Dispose();
        base.Unload();
    }
}
