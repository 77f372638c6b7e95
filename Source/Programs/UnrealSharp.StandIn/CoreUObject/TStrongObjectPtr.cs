using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp;

/// <summary>
/// Keeps an object from being collected until it is disposed. One that is not disposed is released by the finalizer, on the finalizer's thread, where the
/// engine must not be touched; the stand-in counts those that are still open. It collects destroyed objects only, so there it keeps nothing.
/// </summary>
public abstract class TStrongObjectPtr : IEquatable<TStrongObjectPtr>, IDisposable
{
    private readonly SimulatedEngine _engine = SimulatedEngine.Current;
    private readonly nint _object;
    private bool _isDisposed;

    protected TStrongObjectPtr(UObject? obj = null)
    {
        _object = obj?.NativeObject ?? 0;
        _engine.NoteStrongPointer(1);
    }

    ~TStrongObjectPtr()
    {
        Dispose();
    }

    public bool IsValid => !_isDisposed && _object != 0;

    public UObject? Value => IsValid ? _engine.Objects.Find(_object)?.Managed : null;

    public static bool operator ==(TStrongObjectPtr? a, TStrongObjectPtr? b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(TStrongObjectPtr? a, TStrongObjectPtr? b) => !(a == b);

    public bool Equals(TStrongObjectPtr? other) => _object == (other?._object ?? 0);

    public override bool Equals(object? obj) => obj is TStrongObjectPtr other && Equals(other);

    public override int GetHashCode() => _object.GetHashCode();

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _engine.NoteStrongPointer(-1);
        GC.SuppressFinalize(this);
    }
}
