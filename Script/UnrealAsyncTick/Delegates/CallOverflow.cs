namespace UnrealAsyncTick;

/// <summary>What becomes of a call when as many as may wait do so already. The engine, which calls, cannot be made to wait.</summary>
public enum CallOverflow
{
    /// <summary>The oldest of those that wait is dropped.</summary>
    DropOldest,

    /// <summary>The new one is dropped.</summary>
    DropNewest,

    /// <summary>Reading ends with an <see cref="InvalidOperationException"/> once those that wait have been read.</summary>
    Fault,
}
