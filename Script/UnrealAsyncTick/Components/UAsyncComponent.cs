using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp.Attributes;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// A component with a life of its own: override <see cref="RunAsync"/> and attach it to an actor. It starts at BeginPlay; at EndPlay it is canceled, with the
/// reason, and its <c>finally</c> blocks run before the actor is gone. Game thread only.
/// </summary>
/// <remarks>Inside, time is game time of the actor: <c>Delay(1)</c> stops with pause and follows the world's and the actor's dilation.</remarks>
[UClass(ClassFlags.Abstract)]
public partial class UAsyncComponent : UActorComponent
{
    private ObjectRun? _run;

    /// <summary>Sets the defaults of a new object.</summary>
    public UAsyncComponent()
    {
        if (!HasDefaults)
        {
            SetDefaults();
            HasDefaults = true;
        }
    }

    /// <summary>Everything that the component started; ends with it.</summary>
    /// <exception cref="InvalidOperationException">The component has not begun play, or could not start.</exception>
    public TaskScope Scope => ObjectRun.Of(_run, this).Scope;

    /// <summary>Whether the component's task can be running.</summary>
    public bool IsRunning => _run is { Scope.State: not ScopeState.Closed };

    /// <summary>What the component's name is in lists and in the log.</summary>
    protected virtual string TaskName => $"{Owner.Name}.{GetType().Name}";

    // With the engine's object, not with its managed half, which a hot reload makes anew.
    [UProperty]
    private partial bool HasDefaults { get; set; }

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
        _run?.EndForGood(this);
        base.Dispose();
    }

    /// <summary>
    /// Sets the defaults of properties, in place of a constructor: that runs again after every hot reload, and what was edited in the meantime would be
    /// lost. Called once in the life of an engine object, from the constructor, after field initializers. An override calls the base first.
    /// </summary>
    protected virtual void SetDefaults()
    {
    }

    /// <summary>The component's life. An exception that leaves it is logged with the component's name; ending by itself is fine.</summary>
    /// <param name="cancellationToken">Canceled at EndPlay; this library's awaits need not be given it.</param>
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
    /// The body of an async <c>[UFunction]</c>, a Blueprint node: <c>public async Task&lt;int&gt; Add(...) => await RunNode(async () => ...)</c>. It may use
    /// this library's awaits, ends with the component, and with the node when that is canceled. Its result, fault or cancellation is the node's.
    /// Game thread only; about 500 bytes. The keyword <c>async</c> is needed: UnrealSharp makes no node of a function without it.
    /// </summary>
    protected Task<T> RunNode<T>(
        Func<Task<T>> body,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string name = "") => ObjectRun.RunNode(_run, this, body, name, cancellationToken);

    /// <summary>
    /// As the other overload, without a result. UnrealSharp drops a plain task's fault, so it is logged in the frame in which it happens, with the name;
    /// the node's <c>Failed</c> has an empty text. A body that is canceled raises <c>Completed</c>: give it a result where that matters.
    /// </summary>
    protected Task RunNode(
        Func<Task> body,
        CancellationToken cancellationToken = default,
        [CallerMemberName] string name = "") => ObjectRun.RunNode(_run, this, body, name, cancellationToken);
}
