using System.Runtime.CompilerServices;

namespace UnrealAsyncTick;

/// <summary>One call of an engine delegate, with what it was called with, where the code does not know the types.</summary>
/// <param name="Arguments">In the delegate's order. Objects among them may be destroyed by the time they are looked at.</param>
public readonly record struct DelegateCall(IReadOnlyList<object?> Arguments)
{
    /// <summary>An argument by its place, from 0.</summary>
    /// <exception cref="InvalidCastException">It is something else.</exception>
    public T Get<T>(int index) => (T)Arguments[index]!;

    /// <summary>The same call of a typed listener: nothing, one value, or a tuple of them.</summary>
    internal static DelegateCall From<T>(T call)
    {
        if (call is not ITuple tuple)
        {
            return new DelegateCall([call]);
        }

        var arguments = new object?[tuple.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = tuple[i];
        }

        return new DelegateCall(arguments);
    }
}
