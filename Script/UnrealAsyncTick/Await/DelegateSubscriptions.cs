using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>What tasks listen to. A task whose code goes may never come to its <c>finally</c> blocks; its subscriptions are ended here. Game thread only.</summary>
internal sealed class DelegateSubscriptions : IDisposable
{
    private readonly Dictionary<IDisposable, TaskScope> _open = [];

    public void Add(IDisposable subscription, TaskScope scope) => _open.Add(subscription, scope);

    public void Remove(IDisposable subscription) => _open.Remove(subscription);

    /// <summary>Ends those of scopes that nothing runs in any more.</summary>
    public void EndAbandoned() => End(static scope => scope.IsAbandoned);

    public void Dispose() => End(static _ => true);

    private void End(Func<TaskScope, bool> isOver)
    {
        foreach (var (subscription, _) in _open.Where(entry => isOver(entry.Value)).ToArray())
        {
            subscription.Dispose();
        }
    }
}
