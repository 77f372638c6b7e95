using AsyncTick.Engine;
using AsyncTick.Headless;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>What the headless host runs on, without its prompt: the engine and the native module are simulated.</summary>
internal sealed class EditorSession : HostUnderTest
{
    private readonly SimulatedEditor _editor;

    public EditorSession(bool startPlugin = true, SimulatedModuleSettings? settings = null)
    {
        _editor = new(settings ?? new SimulatedModuleSettings(), new EngineHostOptions());
        if (startPlugin)
        {
            Plugin.StartupModule();
        }
    }

    public override SimulatedEngine Engine => _editor.Engine;

    public SimulatedModule Module => _editor.Module;

    public override bool IsConnected => Module.IsConnected;

    public override long ManagedTicks => Module.ManagedTicks;

    public override long PhaseTicks => Module.PhaseTicks;

    public override long NestedTicks => Module.NestedTicks;

    public override int WaitingQueries => Module.WaitingQueries;

    protected override FUnrealAsyncTickModule Plugin => _editor.Plugin;

    public override string LogAndAnswers => string.Join('\n', Module.ConsoleLines.Prepend(Log));

    public override string Type(string command)
    {
        var before = Module.ConsoleLines.Count;
        Module.Execute(command);
        return string.Join('\n', Module.ConsoleLines.Skip(before));
    }

    protected override void Unload() => _editor.Dispose();
}
