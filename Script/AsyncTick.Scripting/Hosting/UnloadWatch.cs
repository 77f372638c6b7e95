namespace AsyncTick.Scripting;

/// <summary>
/// Watches that the code of ended scripts leaves memory: asks for a collection in the background when none comes by itself, and says so
/// when the code stays all the same. Any thread.
/// </summary>
internal sealed class UnloadWatch : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Pending> _pending = [];
    private readonly ILogSink _log;
    private readonly TimeSpan _patience;
    private readonly Timer _timer;

    public UnloadWatch(ILogSink log, double patienceSeconds)
    {
        _log = log;
        _patience = TimeSpan.FromSeconds(patienceSeconds);
        _timer = new Timer(static watch => ((UnloadWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count(p => !p.Run.Unloaded.IsCompleted);
            }
        }
    }

    public void Add(ScriptRun run)
    {
        lock (_gate)
        {
            _pending.RemoveAll(p => p.Run.Unloaded.IsCompleted);
            _pending.Add(new Pending(run));
            if (_pending.Count == 1)
            {
                _timer.Change(_patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        Pending[] stuck;
        lock (_gate)
        {
            _pending.RemoveAll(p => p.Run.Unloaded.IsCompleted);
            foreach (Pending pending in _pending)
            {
                pending.Looks++;
            }

            // Two background collections were asked for and a finalizer had time to run after each.
            stuck = [.. _pending.Where(p => p.Looks > 3)];
            _pending.RemoveAll(stuck.Contains);
            if (_pending.Count > 0)
            {
                _timer.Change(_patience, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (Pending pending in stuck)
        {
            _log.Write(
                LogVerbosity.Warning,
                $"{pending.Run.Name} (run {pending.Run.Id}) has ended, but its code cannot leave memory: something outside holds on to it. "
                + "Usual causes: a running timer or thread, a handler of a static event, a registration on a token of the host.");
        }

        if (Count > 0)
        {
            // Not blocking: the game goes on while the old generations are looked through.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    private sealed class Pending(ScriptRun run)
    {
        public ScriptRun Run { get; } = run;

        public int Looks { get; set; }
    }
}
