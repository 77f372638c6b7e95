using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>One life of an async object, between BeginPlay and EndPlay or Construct and Destruct: a scope, the task in it, and Blueprint's nodes.</summary>
internal sealed class ObjectRun
{
    private readonly TaskScope _scope;

    private ObjectRun(TaskScope scope)
    {
        _scope = scope;
        Nodes = new BlueprintNodes(scope);
    }

    public TaskScope Scope => _scope;

    public BlueprintNodes Nodes { get; }

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

    /// <summary>Runs a Blueprint node's body. What keeps it from starting is the node's fault, and in the log: UnrealSharp drops it.</summary>
    public static Task RunNode(ObjectRun? run, UObject owner, Func<Task> body, string name, CancellationToken cancellation)
    {
        try
        {
            return Of(run, owner).Nodes.Run(body, name, cancellation);
        }
        catch (InvalidOperationException closed)
        {
            LogUnrealAsyncTick.LogError($"The node '{name}' was not started: {closed.Message}");
            return Task.FromException(closed);
        }
    }

    /// <summary>As the other overload, with a result; UnrealSharp shows the fault.</summary>
    public static Task<T> RunNode<T>(ObjectRun? run, UObject owner, Func<Task<T>> body, string name, CancellationToken cancellation)
    {
        try
        {
            return Of(run, owner).Nodes.Run(body, name, cancellation);
        }
        catch (InvalidOperationException closed)
        {
            return Task.FromException<T>(closed);
        }
    }

    /// <exception cref="InvalidOperationException">The object has not begun, or could not start.</exception>
    public static ObjectRun Of(ObjectRun? run, UObject owner) =>
        run ?? throw new InvalidOperationException($"{owner.GetType().Name} has no scope before BeginPlay or Construct; start tasks from RunAsync, or after the base's.");

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

    /// <summary>
    /// The object's managed half goes, by a hot reload as a rule: ends what can end at once. UnrealSharp next blocks the game thread until every node has
    /// ended, so none is left that needs a frame; the tasks themselves get their time when their code is unloaded.
    /// </summary>
    public void EndForGood(UObject owner)
    {
        End(owner.IsDestroyed ? CancelReason.EndPlay : CancelReason.Reload);
        Nodes.GiveUp();
    }
}
