using UnrealSharp.Engine.Core.Modules;

namespace UnrealAsyncTick.Tests;

/// <summary>The module of an assembly that has none.</summary>
internal sealed class NoModule : IModuleInterface
{
    public void StartupModule()
    {
    }

    public void ShutdownModule()
    {
    }
}
