namespace AsyncTick.EngineShim.Tests;

/// <summary>The suite on the plugin's own C++. There is one engine in a process: not beside other tests.</summary>
[NonParallelizable]
public sealed class NativeConformanceTests : HostConformance
{
    protected override HostUnderTest StartHost() => new NativeHost();
}
