namespace AsyncTick.Net;

/// <summary>What a bounded buffer does with what comes when it is full and the sender cannot be held back.</summary>
public enum OverflowPolicy
{
    /// <summary>The oldest waiting messages are thrown away, counted and reported: right for states and positions.</summary>
    DropOldest,

    /// <summary>The new message is thrown away, counted and reported.</summary>
    DropNewest,

    /// <summary>The stream ends with a <see cref="NetworkException"/> once what waits has been read: right for commands.</summary>
    Fail,
}
