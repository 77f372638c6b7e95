using System.Reflection;
using UnrealSharp.Core;
using UnrealSharp.CoreUObject;

namespace UnrealSharp;

/// <summary>A delegate of the engine, by way of the wrapper that is generated for its signature.</summary>
/// <typeparam name="T">The signature; marked <c>[UMultiDelegate]</c>, or the first use throws.</typeparam>
public abstract class TDelegateBase<T>
    where T : Delegate
{
    private static readonly Type Wrapper = FindWrapper();

    public readonly DelegateBase<T> InnerDelegate;

    internal TDelegateBase()
    {
        InnerDelegate = (DelegateBase<T>)Activator.CreateInstance(Wrapper)!;
    }

    public bool IsBound => InnerDelegate.IsBound;

    public void Add(T handler) => InnerDelegate.Add(handler);

    public void Remove(T handler) => InnerDelegate.Remove(handler);

    public bool Contains(T handler) => InnerDelegate.Contains(handler);

    public void BindUFunction(UObject targetObject, FName functionName) => InnerDelegate.BindUFunction(targetObject, functionName);

    public void Clear() => InnerDelegate.Clear();

    private static Type FindWrapper() => typeof(T).Assembly.GetType($"{typeof(T).Namespace}.{typeof(T).Name}__DelegateSignature")
        ?? throw new TypeLoadException($"There is no wrapper for '{typeof(T).FullName}': is it marked [UMultiDelegate]?");
}
