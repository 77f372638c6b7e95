namespace UnrealAsyncTick.Tests;

/// <summary>The module that UnrealSharp starts, in an engine that lacks what it needs.</summary>
public sealed class ModuleTests
{
    [Test]
    public void ModuleStartAndStop_WithoutTheNativeHalf_ThrowNothing()
    {
        var plugin = new FUnrealAsyncTickModule();
        Assert.That(plugin.StartupModule, Throws.Nothing);
        Assert.That(plugin.ShutdownModule, Throws.Nothing);
        Assert.That(() => UnrealTasks.Start(() => Task.CompletedTask), Throws.InvalidOperationException.With.Message.Contains("plugin UnrealAsyncTick enabled"));
    }
}
