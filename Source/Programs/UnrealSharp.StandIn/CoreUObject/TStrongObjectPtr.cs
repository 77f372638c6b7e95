using UnrealSharp.CoreUObject;

namespace UnrealSharp;

/// <summary>Keeps an object from being collected until it is disposed. The stand-in collects destroyed objects only, so it keeps nothing.</summary>
/// <typeparam name="T">The object's class.</typeparam>
public sealed class TStrongObjectPtr<T>(T? obj = null) : IDisposable
    where T : UObject
{
    private bool _isDisposed;

    public T? Value => _isDisposed ? null : obj;

    public bool IsValid => Value.IsValid();

    public void Dispose() => _isDisposed = true;
}
