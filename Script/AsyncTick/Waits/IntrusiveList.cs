using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// A list whose links are inside its items: joining and leaving, also from the middle, takes the same short time with any number of items and
/// allocates nothing. An item is in one list per link at a time. A mutable struct: keep it in a field that is not read-only. Loop thread only.
/// </summary>
/// <typeparam name="T">The items.</typeparam>
/// <typeparam name="TLink">Which of their links.</typeparam>
internal struct IntrusiveList<T, TLink>
    where T : class
    where TLink : struct, IListLink<T>
{
    /// <summary>Null when the list is empty.</summary>
    public T? First { readonly get; private set; }

    /// <summary>Whether the item is in a list by this link.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsLinked(T item) => TLink.Of(item).Previous is not null;

    /// <summary>The item behind; null for the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T? Next(T item) => TLink.Of(item).Next;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddFirst(T item)
    {
        ref var link = ref TLink.Of(item);
        var first = First;
        link.Next = first;
        if (first is null)
        {
            link.Previous = item;
        }
        else
        {
            ref var behind = ref TLink.Of(first);
            link.Previous = behind.Previous;
            behind.Previous = item;
        }

        First = item;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddLast(T item)
    {
        ref var link = ref TLink.Of(item);
        var first = First;
        link.Next = null;
        if (first is null)
        {
            link.Previous = item;
            First = item;
            return;
        }

        ref var front = ref TLink.Of(first);
        link.Previous = front.Previous;
        TLink.Of(front.Previous!).Next = item;
        front.Previous = item;
    }

    /// <summary>Takes out an item of this very list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Remove(T item)
    {
        ref var link = ref TLink.Of(item);
        var first = First!;
        var next = link.Next;
        var previous = link.Previous;
        if (ReferenceEquals(first, item))
        {
            First = next;
        }
        else
        {
            TLink.Of(previous!).Next = next;
        }

        // Behind the last one comes the first one again, if any is left.
        var behind = next ?? First;
        if (behind is not null)
        {
            TLink.Of(behind).Previous = previous;
        }

        link = default;
    }

    /// <summary>Puts all of <paramref name="source"/> in front, keeping its order, and empties it.</summary>
    public void PrependAll(ref IntrusiveList<T, TLink> source)
    {
        if (source.First is not { } front)
        {
            return;
        }

        if (First is { } first)
        {
            ref var begin = ref TLink.Of(front);
            ref var joint = ref TLink.Of(first);
            var last = joint.Previous;
            TLink.Of(begin.Previous!).Next = first;
            joint.Previous = begin.Previous;
            begin.Previous = last;
        }

        First = front;
        source.First = null;
    }
}
