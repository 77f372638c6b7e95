using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>One latent function that runs for a task.</summary>
/// <param name="owner">What the function works on; null for none.</param>
/// <param name="stop">What stops the engine's work where the end of its action does not.</param>
internal sealed class LatentWait(UObject? owner, Action? stop) : EngineWait
{
    private readonly AsyncAutoResetEvent _ended = new(name: "latent");
    private TStrongObjectPtr<UAsyncLatentListener>? _alive;
    private UAsyncLatentListener? _listener;
    private bool _isDone;

    /// <summary>Whether the function is done, and not the owner gone.</summary>
    public bool IsDone => _isDone;

    public UAsyncLatentListener Open()
    {
        Register(owner);
        _listener = UObject.NewObject<UAsyncLatentListener>();
        _listener.Wait = this;
        _alive = new TStrongObjectPtr<UAsyncLatentListener>(_listener);
        return _listener;
    }

    public async Task Read(string file, int line)
    {
        await _ended.WaitAsync(file, line);
        if (!_isDone)
        {
            throw new ObjectDestroyedException("The object was destroyed before the latent function was done.");
        }
    }

    public void Done()
    {
        _isDone = true;
        _ended.Set();
    }

    public override void OwnerIsGone() => _ended.Set();

    /// <summary>The listener's managed half goes: the strong pointer must not be left to the finalizer.</summary>
    public void ListenerIsGone()
    {
        _alive?.Dispose();
        _alive = null;
        _listener = null;
        _ended.Set();
    }

    public override void Close()
    {
        if (!Unregister())
        {
            return;
        }

        _alive?.Dispose();
        _alive = null;
        if (_listener is { } listener)
        {
            listener.Wait = null;
            if (!listener.IsDestroyed)
            {
                listener.MarkAsGarbage();
            }
        }

        if (!_isDone && owner is null or { IsDestroyed: false })
        {
            stop?.Invoke();
        }
    }
}
