using System.Diagnostics;

namespace AsyncTick;

/// <summary>Samples on their way from the loop's thread to another. Reused: it allocates while it grows and then no more. One thread at a time.</summary>
[DebuggerDisplay("{Count} samples")]
public sealed class TaskSampleBuffer
{
    private TaskSample[] _samples = new TaskSample[256];

    /// <summary>Samples in it.</summary>
    public int Count { get; private set; }

    /// <summary>The samples, in the order in which they were taken; a later one of the same slot replaces an earlier one.</summary>
    public ReadOnlySpan<TaskSample> Samples => _samples.AsSpan(0, Count);

    /// <summary>Forgets all samples and what they refer to.</summary>
    public void Clear()
    {
        Array.Clear(_samples, 0, Count);
        Count = 0;
    }

    internal ref TaskSample Add()
    {
        if (Count == _samples.Length)
        {
            Array.Resize(ref _samples, Count * 2);
        }

        return ref _samples[Count++];
    }
}
