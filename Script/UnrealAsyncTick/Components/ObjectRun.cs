using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>One life of an async object, between BeginPlay and EndPlay or Construct and Destruct: a scope and the task in it.</summary>
internal sealed class ObjectRun
{
    private readonly TaskScope _scope;

    private ObjectRun(TaskScope scope)
    {
        _scope = scope;
    }

    public TaskScope Scope => _scope;

    /// <summary>Opens the object's scope; null, and one line in the log, when the plugin is not running or the world is ending.</summary>
    public static ObjectRun? Open(UObject owner, AActor? actor, Clock defaultClock, string name)
    {
        if (UnrealScopes.Find() is not { } scopes)
        {
            LogUnrealAsyncTick.LogError($"{name} does not run: AsyncTick is not running. Is the plugin UnrealAsyncTick enabled and its C++ module built? The log says what failed.");
            return null;
        }

        TaskScope scope;
        try
        {
            scope = scopes.CreateObjectScope(owner.World, actor, name);
        }
        catch (InvalidOperationException closed)
        {
            scopes.Loop.Log.Write(LogVerbosity.Warning, $"{name} does not run: {closed.Message}");
            return null;
        }

        if (defaultClock != Clock.Default)
        {
            scope.DefaultClock = defaultClock;
        }

        scopes.Code.Track(scope, owner.GetType().Assembly);
        return new ObjectRun(scope);
    }

    /// <summary>Starts the object's task. By now the object knows its run: the task's first step, which runs in here, asks for its scope.</summary>
    public void Start(Func<CancellationToken, Task> run, string name) => _ = _scope.Start(run, name);

    /// <summary>Cancels the task and lets its cleanup run while the object is still there.</summary>
    public void End(CancelReason reason)
    {
        _scope.Cancel(reason);
        if (_scope.Loop.IsOnLoopThread)
        {
            _scope.Loop.Flush(_scope);
        }
    }
}
