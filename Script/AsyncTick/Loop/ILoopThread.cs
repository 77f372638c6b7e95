namespace AsyncTick;

/// <summary>A loop's thread and its real clock, for timers that belong to no task.</summary>
internal interface ILoopThread
{
    /// <summary>Any thread.</summary>
    bool IsOnLoopThread { get; }

    LoopClock RealClock { get; }

    /// <summary>Any thread.</summary>
    /// <exception cref="ObjectDisposedException">The loop has been disposed.</exception>
    void Post(Action callback);

    /// <summary>As <see cref="Post"/>, but does nothing when the loop has been disposed. Any thread.</summary>
    void PostQuietly(Action callback);

    /// <summary>Loop thread: runs in this frame.</summary>
    void EnqueueCallback(Action callback);
}
