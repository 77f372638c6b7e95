using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>Runs the body of an async <c>[UFunction]</c> as a task of ours: UnrealSharp calls it on the game thread without any task, and awaits what it returns.</summary>
internal static class BlueprintNodes
{
    public static async Task<T> Run<T>(TaskScope scope, Func<Task<T>> body, string name, CancellationToken cancellation)
    {
        UnrealScopes.Current.Source.SyncClocks();
        var task = scope.Start(body, name);
        using var stop = cancellation.Register(() => task.Cancel());
        return await task;
    }

    public static async Task Run(TaskScope scope, Func<Task> body, string name, CancellationToken cancellation)
    {
        UnrealScopes.Current.Source.SyncClocks();
        var task = scope.Start(body, name);
        using var stop = cancellation.Register(() => task.Cancel());
        await task;
    }
}
