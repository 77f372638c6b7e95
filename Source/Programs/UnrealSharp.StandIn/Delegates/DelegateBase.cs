using UnrealSharp.Core;
using UnrealSharp.CoreUObject;

namespace UnrealSharp;

/// <summary>What a generated wrapper of a delegate type derives from: the way to the engine's own delegate.</summary>
/// <typeparam name="TDelegate">The signature.</typeparam>
public abstract class DelegateBase<TDelegate>
    where TDelegate : Delegate
{
    /// <summary>Calls everything that is bound. Every call leaks the strings among its arguments natively, also when nothing is bound.</summary>
    public TDelegate Invoke => GetInvoker();

    public virtual bool IsBound => throw new NotImplementedException();

    public abstract void Add(TDelegate handler);

    public abstract void Remove(TDelegate handler);

    public abstract bool Contains(TDelegate handler);

    public abstract void Clear();

    public abstract void BindUFunction(UObject targetObject, FName functionName);

    protected abstract TDelegate GetInvoker();

    protected abstract void ProcessDelegate(object?[] arguments);
}
