using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// Where a game's or a tool's code starts tasks: say what they belong to, and they end with it. Whatever the lifetime, they also end when the code that
/// started them is unloaded. Game thread only.
/// </summary>
public static class UnrealTasks
{
    /// <summary>The loop, for what has no place here: its registry, its clocks, its log.</summary>
    /// <exception cref="InvalidOperationException">The plugin is not running, or this is not the game thread.</exception>
    public static GameLoop Loop => UnrealScopes.Current.Loop;

    /// <summary>Whether tasks can be started on this thread.</summary>
    public static bool IsAvailable => UnrealScopes.Find() is not null;

    /// <summary>
    /// Starts a task (asyncio's <c>ensure_future</c>). Without a lifetime it ends with the current world: the calling task's own, outside tasks the
    /// one that is played or else edited. Choose a longer life by name.
    /// </summary>
    /// <param name="body">An async method or lambda; runs up to its first wait before this returns.</param>
    /// <param name="lifetime">What ends it at the latest.</param>
    /// <param name="name">What lists and the log call it; by default the source text of <paramref name="body"/>.</param>
    /// <param name="expression">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="ScopeClosedException">What it would belong to is ending, or has ended in this frame; nothing was started.</exception>
    /// <exception cref="InvalidOperationException">The calling task's world has ended; nothing was started.</exception>
    public static GameTask Start(
        Func<Task> body,
        TaskLifetime lifetime = TaskLifetime.World,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var scopes = UnrealScopes.Current;
        return scopes.Code.For(scopes.Of(lifetime), body.Method.Module.Assembly).Start(body, name, expression, file, line);
    }

    /// <summary>Starts a task that ends with an object: an actor or component with its EndPlay, anything else with its world.</summary>
    /// <exception cref="ScopeClosedException">The object, or its world, is ending; nothing was started.</exception>
    /// <exception cref="InvalidOperationException">The object is destroyed.</exception>
    public static GameTask Start(
        UObject owner,
        Func<Task> body,
        string? name = null,
        [CallerArgumentExpression(nameof(body))] string expression = "",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
    {
        ArgumentNullException.ThrowIfNull(body);
        var scopes = UnrealScopes.Current;
        var scope = ScopeOf(owner);
        if (owner.World is { } world)
        {
            scopes.SyncClocks(world);
        }

        return scopes.Code.For(scope, body.Method.Module.Assembly).Start(body, name, expression, file, line);
    }

    /// <summary>The scope of a lifetime, for the calling assembly's code.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TaskScope ScopeOf(TaskLifetime lifetime)
    {
        var scopes = UnrealScopes.Current;
        return scopes.Code.For(scopes.Of(lifetime), Assembly.GetCallingAssembly());
    }

    /// <summary>The scope of a world.</summary>
    /// <exception cref="InvalidOperationException">The world has ended.</exception>
    public static TaskScope ScopeOf(UWorld world) => UnrealScopes.Current.Of(world);

    /// <summary>
    /// The scope of an object: an actor's (made at the first call, ended by its EndPlay), an <see cref="UAsyncComponent"/>'s or
    /// <see cref="UAsyncUserWidget"/>'s own, another component's actor's, else its world's.
    /// </summary>
    /// <exception cref="InvalidOperationException">The object is destroyed, or in no world.</exception>
    public static TaskScope ScopeOf(UObject owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        if (owner.IsDestroyed)
        {
            throw new InvalidOperationException("The object is destroyed; tasks for it can no longer be started.");
        }

        return owner switch
        {
            UWorld world => UnrealScopes.Current.Of(world),
            UAsyncComponent component => component.Scope,
            UAsyncUserWidget widget => widget.Scope,
            UActorComponent component => ScopeOf(component.Owner),
            AActor actor => ActorScopes.Of(actor),
            _ when owner.World is { } world => UnrealScopes.Current.Of(world),
            _ => throw new InvalidOperationException($"{owner} is in no world; start its task with a lifetime: UnrealTasks.Start(body, TaskLifetime.Editor)."),
        };
    }
}
