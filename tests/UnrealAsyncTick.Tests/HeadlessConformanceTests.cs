namespace UnrealAsyncTick.Tests;

/// <summary>The suite on the simulated engine and module, which the headless host uses.</summary>
public sealed class HeadlessConformanceTests : HostConformance
{
    protected override HostUnderTest StartHost() => new EditorSession();
}
