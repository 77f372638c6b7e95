namespace AsyncTick;

/// <summary>An object's place in an <see cref="IntrusiveList{T, TLink}"/>: a field of the object itself, one for each list that it can be in, so that joining a list allocates nothing.</summary>
internal struct ListLink<T>
    where T : class
{
    /// <summary>The one before; of a list's first item the last one, so that a list needs no second field. Null outside of any list.</summary>
    public T? Previous;

    /// <summary>The one behind; null for the last one.</summary>
    public T? Next;
}
