using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// Loads what soft references lead to without holding the game thread. A load of a task that is canceled is given back to the engine, which stops it when
/// nobody else waits for it. Needs a world that is played. Game thread only.
/// </summary>
public static class SoftAwaits
{
    /// <summary>Loads an asset; what comes back keeps it loaded.</summary>
    /// <exception cref="AssetNotFoundException">There is none, or it is of another class.</exception>
    /// <exception cref="InvalidOperationException">Called outside of a task.</exception>
    public static Task<LoadedAsset<T>> Load<T>(this TSoftObjectPtr<T> soft, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : UObject => soft.LoadFor(Async.Scope, file, line);

    /// <summary>Loads a class. What comes back keeps its default object, and so the class.</summary>
    /// <exception cref="AssetNotFoundException">There is none, or it is of another class.</exception>
    /// <exception cref="InvalidOperationException">Called outside of a task.</exception>
    public static async Task<TSubclassOf<T>> Load<T>(this TSoftClassPtr<T> soft, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where T : UObject
    {
        await Load(
            soft.SoftObjectPath,
            soft.IsNull,
            () => soft.Class is { IsValid: true } found ? found.DefaultObject : null,
            info => SystemLibrary.LoadAssetClass(soft.Cast<UObject>(), new TDelegate<FKismetSystemLibrary_OnAssetClassLoaded>(), info),
            Async.Scope,
            file,
            line);
        return soft.Class;
    }

    /// <summary>Loads several assets, a bounded number at a time; in their order. When one cannot be loaded, or the task is canceled, none is kept.</summary>
    /// <param name="all">What to load.</param>
    /// <param name="maxConcurrent">How many at a time.</param>
    /// <param name="progress">Told the part that is loaded, from 0 to 1, after each.</param>
    /// <exception cref="AssetNotFoundException">One of them does not exist, or is of another class.</exception>
    public static async Task<IReadOnlyList<LoadedAsset<T>>> Load<T>(this IEnumerable<TSoftObjectPtr<T>> all, int maxConcurrent = 8, IProgress<double>? progress = null)
        where T : UObject
    {
        ArgumentNullException.ThrowIfNull(all);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxConcurrent);
        var list = all.ToArray();
        var loaded = new LoadedAsset<T>?[list.Length];
        var turns = new AsyncSemaphore(maxConcurrent);
        var scope = Async.Scope;
        var count = 0;
        try
        {
            await Async.Group(group =>
            {
                for (var i = 0; i < list.Length; i++)
                {
                    var index = i;
                    group.Start(() => LoadOne(index), $"load {list[index]}");
                }

                return Task.CompletedTask;
            });
        }
        catch
        {
            foreach (var each in loaded)
            {
                each?.Dispose();
            }

            throw;
        }

        return loaded!;

        async Task LoadOne(int index)
        {
            await turns.WaitAsync();
            try
            {
                // Kept for the caller, not for this group.
                loaded[index] = await list[index].LoadFor(scope);
                progress?.Report((double)++count / list.Length);
            }
            finally
            {
                turns.Release();
            }
        }
    }

    private static Task<LoadedAsset<T>> LoadFor<T>(this TSoftObjectPtr<T> soft, TaskScope scope, string file = "", int line = 0)
        where T : UObject => Load(
            soft.SoftObjectPath,
            soft.IsNull,
            () => soft.Object,
            info => SystemLibrary.LoadAsset(soft.Cast<UObject>(), new TDelegate<FKismetSystemLibrary_OnAssetLoaded>(), info),
            scope,
            file,
            line);

    private static async Task<LoadedAsset<T>> Load<T>(FSoftObjectPath path, bool isNull, Func<T?> find, Action<FLatentActionInfo> start, TaskScope scope, string file, int line)
        where T : UObject
    {
        if (isNull)
        {
            throw new AssetNotFoundException("The soft reference is empty.");
        }

        // Between the engine's call and this task's turn the engine may collect.
        LoadedAsset<T>? loaded = null;
        try
        {
            await LatentCalls.Run(null, start, () => loaded = find() is { } found ? new LoadedAsset<T>(found) : null, null, file, line);
        }
        catch
        {
            loaded?.Dispose();
            throw;
        }

        loaded?.EndWith(scope);
        return loaded ?? throw new AssetNotFoundException($"'{path}' was not found, or is no {typeof(T).Name}.");
    }
}
