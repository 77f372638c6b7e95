using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp;
using UnrealSharp.Core;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// Loads what soft references lead to without holding the game thread. A load of a task that is canceled is given back to the engine, which stops it when
/// no other task waits for it. Game thread only.
/// </summary>
public static class SoftAwaits
{
    /// <summary>Loads an asset; what comes back keeps it loaded, and with it its bundles.</summary>
    /// <param name="soft">What to load.</param>
    /// <param name="priority">Of what waits to be loaded, that with the higher one comes first; 0 is the engine's own, 100 its high one.</param>
    /// <param name="bundles">What a primary asset names to be loaded with it; null for none.</param>
    /// <param name="progress">Told once a frame how far it is, from 0 to 1.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="AssetNotFoundException">There is none, it is of another class, or not a primary asset and has no bundles.</exception>
    /// <exception cref="InvalidOperationException">Called outside of a task.</exception>
    public static Task<LoadedAsset<T>> Load<T>(
        this TSoftObjectPtr<T> soft,
        int priority = 0,
        IReadOnlyList<FName>? bundles = null,
        IProgress<double>? progress = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where T : UObject => soft.LoadFor(priority, bundles, progress, Async.Scope, file, line);

    /// <summary>Loads a class. What comes back keeps its default object, and so the class.</summary>
    /// <param name="soft">What to load.</param>
    /// <param name="priority">As for an asset.</param>
    /// <param name="progress">Told once a frame how far it is, from 0 to 1.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="AssetNotFoundException">There is none, or it is of another class.</exception>
    /// <exception cref="InvalidOperationException">Called outside of a task.</exception>
    public static async Task<TSubclassOf<T>> Load<T>(
        this TSoftClassPtr<T> soft,
        int priority = 0,
        IProgress<double>? progress = null,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0)
        where T : UObject
    {
        await Load(
            soft.SoftObjectPath,
            soft.IsNull,
            () => soft.Class is { IsValid: true } found ? found.DefaultObject : null,
            priority,
            null,
            progress,
            Async.Scope,
            file,
            line);
        return soft.Class;
    }

    /// <summary>Loads several assets, a bounded number at a time; in their order. When one cannot be loaded, or the task is canceled, none is kept.</summary>
    /// <param name="all">What to load.</param>
    /// <param name="maxConcurrent">How many at a time.</param>
    /// <param name="progress">Told the part that is loaded, from 0 to 1, after each.</param>
    /// <param name="priority">As for one asset.</param>
    /// <param name="bundles">As for one asset, of each.</param>
    /// <exception cref="AssetNotFoundException">One of them does not exist, is of another class, or is not a primary asset and has no bundles.</exception>
    public static async Task<IReadOnlyList<LoadedAsset<T>>> Load<T>(
        this IEnumerable<TSoftObjectPtr<T>> all,
        int maxConcurrent = 8,
        IProgress<double>? progress = null,
        int priority = 0,
        IReadOnlyList<FName>? bundles = null)
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
                loaded[index] = await list[index].LoadFor(priority, bundles, null, scope);
                progress?.Report((double)++count / list.Length);
            }
            finally
            {
                turns.Release();
            }
        }
    }

    private static Task<LoadedAsset<T>> LoadFor<T>(
        this TSoftObjectPtr<T> soft,
        int priority,
        IReadOnlyList<FName>? bundles,
        IProgress<double>? progress,
        TaskScope scope,
        string file = "",
        int line = 0)
        where T : UObject => Load(soft.SoftObjectPath, soft.IsNull, () => soft.Object, priority, bundles, progress, scope, file, line);

    private static async Task<LoadedAsset<T>> Load<T>(
        FSoftObjectPath path,
        bool isNull,
        Func<T?> find,
        int priority,
        IReadOnlyList<FName>? bundles,
        IProgress<double>? progress,
        TaskScope scope,
        string file,
        int line)
        where T : UObject
    {
        if (isNull)
        {
            throw new AssetNotFoundException("The soft reference is empty.");
        }

        // Between the engine's call and this task's turn the engine may collect.
        LoadedAsset<T>? loaded = null;
        var wait = new LoadWait(() => loaded = find() is { } found ? new LoadedAsset<T>(found) : null);
        try
        {
            wait.Open(path.ToString(), priority, bundles);
            await wait.Read(progress, file, line);
        }
        catch
        {
            loaded?.Dispose();
            wait.Close();
            throw;
        }

        if (bundles is { Count: > 0 } && loaded is not null)
        {
            loaded.Keep(wait);
        }
        else
        {
            wait.Close();
        }

        loaded?.EndWith(scope);
        return loaded ?? throw new AssetNotFoundException($"'{path}' was not found, or is no {typeof(T).Name}.");
    }
}
