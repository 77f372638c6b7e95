namespace UnrealSharp.Engine.Core.Modules;

/// <summary>What the loader calls when it has loaded an assembly and before it unloads it; neither may throw.</summary>
public interface IModuleInterface
{
    void StartupModule();

    void ShutdownModule();
}
