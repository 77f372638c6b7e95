using System.Diagnostics.CodeAnalysis;

namespace AsyncTick.Scripting;

/// <summary>Says when a load context has been collected: only that context refers to the signal, so its finalizer is the proof.</summary>
internal sealed class UnloadSignal(TaskCompletionSource unloaded)
{
    [SuppressMessage("Design", "CA1821", Justification = "The finalizer is what this type is for.")]
    ~UnloadSignal() => unloaded.TrySetResult();
}
