namespace UnrealAsyncTick.Tests;

/// <summary>The suite on the simulated engine and module, in the class on which the headless host runs, too.</summary>
public sealed class HeadlessConformanceTests : HostConformance
{
    protected override HostUnderTest StartHost() => new EditorSession();
}
