namespace UnrealSharp;

/// <summary>A multicast delegate of an object; what it does is in <see cref="MulticastDelegate{TDelegate}"/>.</summary>
/// <typeparam name="T">The signature.</typeparam>
public class TMulticastDelegate<T> : TDelegateBase<T>
    where T : Delegate
{
    public static TMulticastDelegate<T> operator +(TMulticastDelegate<T> thisDelegate, T handler)
    {
        thisDelegate.InnerDelegate.Add(handler);
        return thisDelegate;
    }

    public static TMulticastDelegate<T> operator -(TMulticastDelegate<T> thisDelegate, T handler)
    {
        thisDelegate.InnerDelegate.Remove(handler);
        return thisDelegate;
    }
}
