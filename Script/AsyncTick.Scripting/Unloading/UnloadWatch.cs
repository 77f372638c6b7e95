using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// Watches that the code of ended scripts leaves memory: asks for collections in the background when none come by themselves, empties caches of
/// .NET that hold it, and when it stays all the same, looks for what holds it and says so. Any thread; looks on the thread pool.
/// </summary>
internal sealed class UnloadWatch : IDisposable
{
    // A context goes within three collections; caches are emptied when two were not enough, and have as many again.
    private const int CollectionsUntilCure = 2;
    private const int CollectionsUntilWarning = 5;

    private readonly Lock _gate = new();
    private readonly List<Pending> _pending = [];
    private readonly List<ScriptRun> _ended = [];
    private readonly GameLoop _loop;
    private readonly IReadOnlyList<Assembly> _shared;
    private readonly TimeSpan _patience;
    private readonly Timer _timer;

    public UnloadWatch(GameLoop loop, IReadOnlyList<Assembly> shared, double patienceSeconds)
    {
        _loop = loop;
        _shared = shared;
        _patience = Durations.Of(patienceSeconds);
        _timer = new Timer(static watch => ((UnloadWatch)watch!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ended runs whose code is in memory, those that are given up included.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                _ended.RemoveAll(run => run.Unloaded.IsCompleted);
                return _ended.Count;
            }
        }
    }

    /// <summary>Counts an ended run; it is watched from when it is added.</summary>
    public void Note(ScriptRun run)
    {
        lock (_gate)
        {
            _ended.RemoveAll(each => each.Unloaded.IsCompleted);
            _ended.Add(run);
        }
    }

    /// <summary>Watches an ended run, whose code is being unloaded.</summary>
    public void Add(ScriptRun run, WeakReference<Assembly> code)
    {
        lock (_gate)
        {
            _pending.RemoveAll(p => p.Run.Unloaded.IsCompleted);
            _pending.Add(new Pending(run, code));
            if (_pending.Count == 1)
            {
                _timer.Change(_patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private bool IsWatching
    {
        get
        {
            lock (_gate)
            {
                return _pending.Exists(p => !p.Run.Unloaded.IsCompleted);
            }
        }
    }

    private void Look()
    {
        Pending[] slow;
        Pending[] stuck;
        lock (_gate)
        {
            _pending.RemoveAll(p => p.Run.Unloaded.IsCompleted);
            slow = [.. _pending.Where(p => p.CountCollection() == CollectionsUntilCure)];
            stuck = [.. _pending.Where(p => p.Collections >= CollectionsUntilWarning)];
            _pending.RemoveAll(stuck.Contains);
            if (_pending.Count > 0)
            {
                _timer.Change(_patience, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var pending in slow)
        {
            EmptyCaches(pending);
        }

        foreach (var pending in stuck)
        {
            _loop.Log.Write(
                LogVerbosity.Warning,
                $"{pending.Run.Name} (run {pending.Run.Id}) has ended, but its code cannot leave memory: it is held by {WhatHolds(pending)}.");
        }

        if (IsWatching)
        {
            // Not blocking: the game goes on while the old generations are looked through.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    // Methods of their own: what they hold of the script must be gone when they return.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void EmptyCaches(Pending pending)
    {
        if (!pending.Code.TryGetTarget(out var script))
        {
            return;
        }

        try
        {
            RuntimeCaches.Clear(script.GetTypes());
        }
        catch (Exception)
        {
            // Emptying runs other people's code on a timer's thread, where nothing may be thrown; what stays full is named later.
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private string WhatHolds(Pending pending)
    {
        const string Unknown = "something outside that could not be found (a stack, a handle); end its threads and release what it registered";
        if (!pending.Code.TryGetTarget(out var script))
        {
            return Unknown;
        }

        try
        {
            ScriptUses uses = new(script);
            PinRoot[] roots = [.. PinRoots.Find(uses, _shared), new PinRoot("the game loop", "", _loop)];
            var pins = new PinSearch(AssemblyLoadContext.GetLoadContext(script)!).Run(roots).Select(PinText.Describe);
            string[] found = [.. pins.DefaultIfEmpty(PinText.Guess(uses).FirstOrDefault()).OfType<Pin>().Select(pin => pin.ToString()).Distinct()];
            return found.Length > 0 ? string.Join("; and by ", found) : Unknown;
        }
        catch (Exception error)
        {
            // The search is help, and reads what other threads write: what it trips over must not end the process.
            return $"{Unknown} (the search failed: {error.Message})";
        }
    }

    private sealed class Pending(ScriptRun run, WeakReference<Assembly> code)
    {
        private long _lastSeen = CollectionsSoFar();

        public ScriptRun Run { get; } = run;

        public WeakReference<Assembly> Code { get; } = code;

        public int Collections { get; private set; }

        /// <summary>Counts the looks before which a whole collection was completed: on a busy machine one may take longer than the time between looks.</summary>
        public int CountCollection()
        {
            var now = CollectionsSoFar();
            if (now <= _lastSeen)
            {
                return 0;
            }

            _lastSeen = now;
            return ++Collections;
        }

        private static long CollectionsSoFar() => Math.Max(GC.GetGCMemoryInfo(GCKind.FullBlocking).Index, GC.GetGCMemoryInfo(GCKind.Background).Index);
    }
}
