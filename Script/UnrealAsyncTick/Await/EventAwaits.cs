using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>Waits on C# events and callbacks, for coroutines. Game thread only: the event must be raised there.</summary>
public static class EventAwaits
{
    /// <summary>
    /// Waits for the next time an event is raised: <c>await EventAwaits.Next&lt;string&gt;(h => player.TitleChanged += h, h => player.TitleChanged -= h)</c>.
    /// Unsubscribes in every case.
    /// </summary>
    public static async Task<T> Next<T>(Action<Action<T>> add, Action<Action<T>> remove)
    {
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(remove);
        var signal = new AsyncSignal<T>();
        var next = signal.Next();
        Action<T> handler = signal.Raise;
        add(handler);
        try
        {
            return await next;
        }
        finally
        {
            remove(handler);
        }
    }

    /// <summary>An event as a stream. Leaving the loop in any way unsubscribes.</summary>
    /// <param name="add">Adds the handler.</param>
    /// <param name="remove">Removes it.</param>
    /// <param name="capacity">How many may wait to be read; of more, the oldest are dropped.</param>
    public static async IAsyncEnumerable<T> All<T>(Action<Action<T>> add, Action<Action<T>> remove, int capacity = 64)
    {
        ArgumentNullException.ThrowIfNull(add);
        ArgumentNullException.ThrowIfNull(remove);
        var signal = new AsyncSignal<T>();
        Action<T> handler = signal.Raise;
        add(handler);
        try
        {
            await foreach (var value in signal.All(capacity))
            {
                yield return value;
            }
        }
        finally
        {
            remove(handler);
        }
    }
}
