using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>
/// A scope that has ended in the engine's current frame. Until the frame is over the engine goes on calling code that belongs to it (EndPlay,
/// destructors); what such code starts is refused, and does not find its way into the world that comes next.
/// </summary>
internal sealed class EndedThisFrame(NativeWorlds source)
{
    private TaskScope? _scope;
    private ulong _frame;

    /// <summary>The scope, or null when the frame in which it ended is over.</summary>
    public TaskScope? Scope => _scope is not null && _frame == source.Frame ? _scope : null;

    public void Note(TaskScope scope)
    {
        source.SyncClocks();
        _scope = scope;
        _frame = source.Frame;
    }
}
