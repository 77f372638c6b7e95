using AsyncTick;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// What tasks wait for in the engine. A task whose code goes may never come to its <c>finally</c> blocks; its waits are closed here. Those of objects that are
/// destroyed are ended here, when the engine has collected. Game thread only.
/// </summary>
internal sealed class EngineWaits(UnrealScopes scopes) : IDisposable
{
    private readonly Dictionary<EngineWait, TaskScope> _open = [];
    private readonly HashSet<UAsyncDelegateListener> _listeners = new(ReferenceEqualityComparer.Instance);
    private UAsyncCollectionProbe? _probe;
    private long _order;

    /// <summary>How many there are.</summary>
    public int Count => _open.Count;

    public void Add(EngineWait wait, TaskScope scope)
    {
        _open.Add(wait, scope);
        _probe ??= UAsyncCollectionProbe.Create(scopes);
    }

    public void Remove(EngineWait wait) => _open.Remove(wait);

    public void Add(UAsyncDelegateListener listener) => _listeners.Add(listener);

    public void Remove(UAsyncDelegateListener listener) => _listeners.Remove(listener);

    public long NextOrder() => ++_order;

    /// <summary>The engine has collected garbage.</summary>
    public void EndForGoneOwners()
    {
        _probe = null;
        foreach (var wait in _open.Keys.Where(static wait => wait.Owner is { IsDestroyed: true }).ToArray())
        {
            wait.OwnerIsGone();
        }

        if (_open.Count > 0)
        {
            _probe = UAsyncCollectionProbe.Create(scopes);
        }
    }

    /// <summary>Closes those of scopes that nothing runs in any more.</summary>
    public void EndAbandoned() => Close(static scope => scope.IsAbandoned);

    public void Dispose()
    {
        Close(static _ => true);
        foreach (var listener in _listeners.ToArray())
        {
            listener.Forget();
        }

        _probe?.Forget();
    }

    private void Close(Func<TaskScope, bool> isOver)
    {
        foreach (var (wait, _) in _open.Where(entry => isOver(entry.Value)).ToArray())
        {
            wait.Close();
        }
    }
}
