using System.Collections.Concurrent;

namespace UnrealSharp.Binds;

/// <summary>
/// The functions that native code offers by name. Function pointers have no state of their own, so they may be registered for the
/// whole process; what they act on is the calling thread's engine.
/// </summary>
public static class NativeBinds
{
    private static readonly ConcurrentDictionary<(string Binder, string Function), (nint Address, int Size)> Functions = new();

    /// <summary>What native code does at its start-up. Any thread.</summary>
    /// <param name="binder">The class's name.</param>
    /// <param name="function">The field's name.</param>
    /// <param name="address">An unmanaged function.</param>
    /// <param name="size">The sum of the sizes of its arguments and result.</param>
    public static void RegisterBoundFunction(string binder, string function, nint address, int size) => Functions[(binder, function)] = (address, size);

    /// <summary>Finds a function. Any thread.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name, or its size is another one.</exception>
    public static nint TryGetBoundFunction(string outerName, string functionName, int functionSize)
    {
        if (!Functions.TryGetValue((outerName, functionName), out var found))
        {
            throw new InvalidOperationException($"Failed to find bound function {functionName} in {outerName}");
        }

        if (found.Size != functionSize)
        {
            throw new InvalidOperationException($"Bound function {functionName} in {outerName} has size {found.Size}, the caller has {functionSize}");
        }

        return found.Address;
    }
}
