namespace UnrealAsyncTick;

/// <summary>One call of an engine delegate, with what it was called with.</summary>
/// <param name="Arguments">In the delegate's order. Objects among them may be destroyed by the time they are looked at.</param>
public readonly record struct DelegateCall(IReadOnlyList<object?> Arguments)
{
    /// <summary>An argument by its place, from 0.</summary>
    /// <exception cref="InvalidCastException">It is something else.</exception>
    public T Get<T>(int index) => (T)Arguments[index]!;
}
