using UnrealSharp.StandIn;

namespace UnrealSharp.Core;

/// <summary>The managed face of an object of the engine.</summary>
public class UnrealSharpObject : IDisposable
{
    /// <summary>The engine's object; zero once it was purged or its code is being reloaded.</summary>
    public nint NativeObject { get; private set; }

    /// <summary>Called by the engine when the object is purged and before its code is unloaded.</summary>
    public virtual void Dispose()
    {
        NativeObject = 0;
        GC.SuppressFinalize(this);
    }

    internal void Attach(nint nativeObject) => NativeObject = nativeObject;

    internal static UnrealSharpObject? FindManaged(nint nativeObject) => Engine.Objects.Find(nativeObject)?.Managed;

    private protected static SimulatedEngine Engine => SimulatedEngine.Current;
}
