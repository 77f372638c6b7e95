namespace AsyncTick;

/// <summary>Pauses tasks and scopes: what becomes ready for a paused task is put aside until it is resumed. Loop thread only.</summary>
internal sealed class LoopPausing(GameLoop loop)
{
    private readonly List<(object Work, TaskContext Context)> _parked = [];

    /// <summary>Entries that are put aside.</summary>
    public int Count => _parked.Count;

    /// <summary>See <see cref="TaskScope.Pause"/>. Any thread.</summary>
    public void Pause(TaskScope scope)
    {
        if (!loop.IsOnLoopThread)
        {
            loop.PostQuietly(scope.Pause);
        }
        else if (!scope.IsCancellationRequested)
        {
            scope.IsPausedItself = true;
            SetPaused(scope, true);
        }
    }

    /// <summary>See <see cref="TaskScope.Resume"/>. Any thread.</summary>
    public void Resume(TaskScope scope)
    {
        if (!loop.IsOnLoopThread)
        {
            loop.PostQuietly(scope.Resume);
        }
        else if (scope.IsPausedItself)
        {
            scope.IsPausedItself = false;
            SetPaused(scope, scope.Parent?.IsPaused ?? false);
            Deliver();
        }
    }

    /// <summary>A scope is canceled: nothing may keep its tasks from ending.</summary>
    public void End(TaskScope scope)
    {
        Forget(scope);
        Deliver();
    }

    /// <summary>Pauses one task. False when it is canceled.</summary>
    public bool Pause(TaskRecord record)
    {
        if (record.Details.CancelRequested)
        {
            return false;
        }

        record.Details.IsPausedItself = true;
        record.BeginPause();
        return true;
    }

    /// <summary>Ends the pause of one task, unless its scope is paused. False when it was not paused by itself.</summary>
    public bool Resume(TaskRecord record)
    {
        if (!record.Details.IsPausedItself)
        {
            return false;
        }

        record.Details.IsPausedItself = false;
        if (!record.Context.Scope.IsPaused)
        {
            record.EndPause();
            Deliver();
        }

        return true;
    }

    /// <summary>A task is canceled: nothing may keep it from ending.</summary>
    public void End(TaskRecord record)
    {
        record.Details.IsPausedItself = false;
        if (record.IsPaused)
        {
            record.EndPause();
            Deliver();
        }
    }

    /// <summary>Puts an entry of a paused task aside.</summary>
    public void Park(object work, TaskContext context) => _parked.Add((work, context));

    /// <summary>Forgets the entries of abandoned scopes.</summary>
    public void Abandon() => _parked.RemoveAll(static entry => entry.Context.Scope.IsAbandoned);

    // Among the ready work, in its order, goes what became ready for tasks that were paused then and are not now.
    private void Deliver()
    {
        var kept = 0;
        for (var i = 0; i < _parked.Count; i++)
        {
            var entry = _parked[i];
            if (entry.Context.Record.IsPaused)
            {
                _parked[kept++] = entry;
            }
            else
            {
                loop.EnqueueReady(entry.Work);
            }
        }

        _parked.RemoveRange(kept, _parked.Count - kept);
    }

    private static void SetPaused(TaskScope scope, bool paused)
    {
        // What was paused already, or stays paused by itself, keeps everything below it as it is.
        foreach (var each in scope.IsPaused == paused ? [] : scope.Below(child => child.IsPaused != paused && (paused || !child.IsPausedItself)))
        {
            each.IsPaused = paused;
            for (var record = each.Tasks.First; record is not null; record = record.NextInScope)
            {
                if (paused)
                {
                    record.BeginPause();
                }
                else if (!record.Details.IsPausedItself)
                {
                    record.EndPause();
                }
            }
        }
    }

    private static void Forget(TaskScope scope)
    {
        var all = scope.Below();
        all.ForEach(static each => each.IsPausedItself = false);
        all.ForEach(static each => SetPaused(each, false));
    }
}
