namespace AsyncTick;

public sealed partial class TaskScope
{
    private bool _isPausedItself;

    /// <summary>Whether this scope or one above is paused.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>
    /// From now on no task in this scope or below is resumed, until <see cref="Resume"/>; a step that runs goes on to its next wait. Waits keep
    /// running: what they bring meanwhile is delivered, in order, on resume. A new task still runs up to its first wait. A task that is
    /// cancelled is no longer paused, so that it can end. Any thread; from another one in the next frame. Costs the tasks of other scopes nothing.
    /// </summary>
    /// <remarks>Code that a task left running when it ended is not paused. A pause that began twice ends with one <see cref="Resume"/>.</remarks>
    public void Pause()
    {
        if (!Loop.IsOnLoopThread)
        {
            Loop.PostQuietly(Pause);
            return;
        }

        if (!IsCancellationRequested)
        {
            _isPausedItself = true;
            SetPaused(true);
        }
    }

    /// <summary>Ends a <see cref="Pause"/> of this scope; while a scope above is paused its tasks stay so. Any thread; from another one in the next frame.</summary>
    public void Resume()
    {
        if (!Loop.IsOnLoopThread)
        {
            Loop.PostQuietly(Resume);
            return;
        }

        if (_isPausedItself)
        {
            _isPausedItself = false;
            SetPaused(Parent?.IsPaused ?? false);
            Loop.DeliverParked();
        }
    }

    private void SetPaused(bool paused)
    {
        if (IsPaused == paused)
        {
            return;
        }

        IsPaused = paused;
        for (var record = _first; record is not null; record = record.Details.Next)
        {
            if (paused)
            {
                Loop.PauseTask(record);
            }
            else if (!record.Details.IsPausedItself)
            {
                GameLoop.ResumeTask(record);
            }
        }

        foreach (var child in _children)
        {
            child.SetPaused(paused || child._isPausedItself);
        }
    }

    // Nothing may keep a cancelled task from ending.
    private void EndPauseBelow()
    {
        _isPausedItself = false;
        foreach (var child in _children)
        {
            child.EndPauseBelow();
        }

        SetPaused(false);
    }
}
