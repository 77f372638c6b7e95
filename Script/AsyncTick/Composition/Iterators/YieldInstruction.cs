using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// What an iterator coroutine yields to wait for something; made by <see cref="Wait"/>, or by Unity's names
/// (<see cref="WaitForSeconds"/> and its like). May be yielded more than once.
/// </summary>
[DebuggerDisplay("{ToString(),nq}")]
public abstract class YieldInstruction
{
    private protected YieldInstruction()
    {
    }

    /// <summary>Waits in the calling task.</summary>
    internal abstract Task Run();
}
