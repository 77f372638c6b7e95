namespace UnrealSharp;

/// <summary>A single-cast delegate, a value that functions of the engine are given: see <see cref="Delegate{TDelegate}"/>.</summary>
/// <typeparam name="T">The signature.</typeparam>
public class TDelegate<T> : TDelegateBase<T>
    where T : Delegate
{
    public static TDelegate<T> operator +(TDelegate<T> thisDelegate, T handler)
    {
        thisDelegate.InnerDelegate.Add(handler);
        return thisDelegate;
    }

    public static TDelegate<T> operator -(TDelegate<T> thisDelegate, T handler)
    {
        thisDelegate.InnerDelegate.Remove(handler);
        return thisDelegate;
    }
}
