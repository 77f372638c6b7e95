using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// A component with a life of its own: override <see cref="RunAsync"/> and attach it to an actor. It starts at BeginPlay; at EndPlay it is cancelled, with the
/// reason, and its <c>finally</c> blocks run before the actor is gone. Game thread only.
/// </summary>
/// <remarks>Inside, time is game time of the actor: <c>Delay(1)</c> stops with pause and follows the world's and the actor's dilation.</remarks>
[UClass(ClassFlags.Abstract)]
public partial class UAsyncComponent : UActorComponent
{
    private ObjectRun? _run;

    /// <summary>Everything that the component started; ends with it.</summary>
    /// <exception cref="InvalidOperationException">The component has not begun play, or could not start.</exception>
    public TaskScope Scope => _run?.Scope ?? throw new InvalidOperationException($"{GetType().Name} has no scope before BeginPlay; start tasks from RunAsync, or after base.BeginPlay().");

    /// <summary>Whether the component's task can be running.</summary>
    public bool IsRunning => _run is { Scope.State: not ScopeState.Closed };

    /// <summary>What the component's name is in lists and in the log.</summary>
    protected virtual string TaskName => $"{Owner.Name}.{GetType().Name}";

    /// <summary>Starts <see cref="RunAsync"/>. An override calls the base.</summary>
    public override void BeginPlay()
    {
        base.BeginPlay();
        _run = ObjectRun.Open(this, Owner, Clock.Game, TaskName);
        _run?.Start(RunAsync, TaskName);
    }

    /// <summary>Ends <see cref="RunAsync"/>. An override calls the base.</summary>
    public override void EndPlay(EEndPlayReason endPlayReason)
    {
        _run?.End(endPlayReason.ToCancelReason());
        base.EndPlay(endPlayReason);
    }

    /// <summary>The engine purges the object, or its code is reloaded: the last moment to end.</summary>
    public override void Dispose()
    {
        _run?.Scope.Cancel(CancelReason.EndPlay);
        base.Dispose();
    }

    /// <summary>The component's life. An exception that leaves it is logged with the component's name; ending by itself is fine.</summary>
    /// <param name="cancellationToken">Cancelled at EndPlay; this library's awaits need not be given it.</param>
    protected virtual Task RunAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts a further task of the component.</summary>
    /// <exception cref="ScopeClosedException">The component is ending; nothing was started.</exception>
    protected GameTask StartTask(
        Func<Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        var scope = Scope;
        UnrealScopes.Current.SyncClocks(World);
        return scope.Start(body, name, expression, file, line);
    }

    /// <summary>
    /// The body of an async <c>[UFunction]</c>, a Blueprint node: it may use this library's awaits, ends with the component, and with the node when that is
    /// cancelled. Its result, fault or cancellation is the node's.
    /// </summary>
    protected Task<T> RunNode<T>(
        Func<Task<T>> body,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string name = "") => BlueprintNodes.Run(Scope, body, name, cancellationToken);

    /// <summary>As the other overload, without a result.</summary>
    protected Task RunNode(
        Func<Task> body,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string name = "") => BlueprintNodes.Run(Scope, body, name, cancellationToken);
}
