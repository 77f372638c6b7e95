namespace AsyncTick;

/// <summary>Says which of an object's links a list uses. Implemented by an empty struct, so that the choice is made by the compiler.</summary>
internal interface IListLink<T>
    where T : class
{
    /// <summary>The link inside of <paramref name="item"/>.</summary>
    static abstract ref ListLink<T> Of(T item);
}
