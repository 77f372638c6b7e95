using System.Reflection;
using AsyncTick.Engine;
using UnrealSharp.Attributes;
using UnrealSharp.Core;
using UnrealSharp.Engine;
using UnrealSharp.Engine.Core.Modules;

namespace UnrealAsyncTick;

/// <summary>
/// Starts the managed half when UnrealSharp has loaded this assembly, and stops it before the assembly is unloaded. Neither ever throws: that
/// would end the editor. At engine exit UnrealSharp calls nothing; there the native module says so itself.
/// </summary>
[UModule]
public sealed class FUnrealAsyncTickModule : IModuleInterface
{
    private EngineHost? _host;
    private UnrealScopes? _scopes;

    /// <summary>The managed half; null while it is not running.</summary>
    public EngineHost? Host => _host;

    /// <summary>What a host other than the editor and games decides. Scripts may use the adapter and UnrealSharp whatever it says.</summary>
    public EngineHostOptions Options { get; init; } = new();

    /// <summary>Connects to the native module. Without it tasks are not available, with a line in the log that says why.</summary>
    public unsafe void StartupModule()
    {
        if (_host is not null)
        {
            Say("The module has been started already.");
            return;
        }

        try
        {
            Assembly[] scripted = [typeof(UnrealTasks).Assembly, typeof(AActor).Assembly, typeof(UnrealSharpObject).Assembly];
            var options = Options with { ScriptReferences = [.. Options.ScriptReferences.Concat(scripted).Distinct()] };
            var problem = EngineHost.TryConnect(Bind_UnrealAsyncTick.GetNativeApi, Bind_UnrealAsyncTick.GetStartInfo, Bind_UnrealAsyncTick.Connect, options, out _host);
            if (problem is not null)
            {
                LogUnrealAsyncTick.LogError($"C# tasks are not available: {problem}");
                return;
            }

            _scopes = new UnrealScopes(_host!.Loop, new NativeWorlds(_host));
            _host.Observer = _scopes;
            _host.Answers = _scopes.Answers;
            UnrealScopes.SetCurrent(_scopes);
        }
        catch (Exception fault)
        {
            Say($"C# tasks are not available. Is the plugin UnrealAsyncTick enabled, and its C++ module built? {fault.GetBaseException().Message} ({fault})");
        }
    }

    /// <summary>Cancels everything, drains it within the configured bounds and lets go of the native module.</summary>
    public unsafe void ShutdownModule()
    {
        try
        {
            // A second copy of the module never got the loop, and must not take the first one's away.
            if (_scopes is { } scopes)
            {
                _scopes = null;
                scopes.Dispose();
                if (UnrealScopes.Find() == scopes)
                {
                    UnrealScopes.SetCurrent(null);
                }
            }

            if (_host is { } host)
            {
                _host = null;
                host.Observer = null;
                host.Answers = null;
                Bind_UnrealAsyncTick.CallDisconnect(host.Context);
                if (!host.TryClose())
                {
                    Say("The loop could not be closed: a task of it is unloading its own code.");
                }
            }

            // A context of ours that stayed on the game thread would keep this assembly loaded.
            if (SynchronizationContext.Current is AsyncTick.TaskContext)
            {
                SynchronizationContext.SetSynchronizationContext(null);
            }
        }
        catch (Exception fault)
        {
            Say($"The module did not shut down cleanly: {fault}");
        }
    }

    private static void Say(string message)
    {
        try
        {
            LogUnrealAsyncTick.LogError(message);
        }
        catch (Exception)
        {
            // The log is what failed. There is nowhere left to report it, and nothing may leave this class.
        }
    }
}
