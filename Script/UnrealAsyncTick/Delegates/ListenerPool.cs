using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>
/// Listeners of one class that nobody uses, of the game thread. A static of a generic type, because no object could own it: the class may be a game's, and
/// then the list goes with the game's code at a reload, where a table of ours would keep that in memory.
/// </summary>
internal static class ListenerPool<TListener>
    where TListener : UAsyncDelegateListener
{
    // So that a burst of waits does not keep its objects for good.
    private const int MostKept = 256;

    [ThreadStatic]
    private static Queue<TListener>? t_free;

    public static TListener Rent(UnrealScopes scopes)
    {
        var free = t_free ??= new();
        while (free.TryPeek(out var next))
        {
            if (next.IsOf(scopes))
            {
                scopes.Source.SyncClocks();
                if (next.ReturnedIn == scopes.Source.Frame)
                {
                    break;
                }

                return free.Dequeue();
            }

            // The plugin was started anew, or the listener's code reloaded.
            free.Dequeue();
        }

        var made = UObject.NewObject<TListener>();
        made.Keep(scopes);
        return made;
    }

    public static void Return(TListener listener, UnrealScopes scopes)
    {
        if (!listener.IsOf(scopes))
        {
            return;
        }

        listener.Sink = null;
        scopes.Source.SyncClocks();
        listener.ReturnedIn = scopes.Source.Frame;
        var free = t_free ??= new();
        if (free.Count < MostKept)
        {
            free.Enqueue(listener);
        }
        else
        {
            listener.Retire();
        }
    }
}
