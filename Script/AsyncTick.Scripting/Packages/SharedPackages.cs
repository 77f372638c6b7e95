using System.Reflection;

namespace AsyncTick.Scripting;

/// <summary>
/// Keeps the packages of scripts loaded from one run to the next, and some time beyond the last, so that a script that is started again finds them
/// ready. A set that has not left memory when it should have, as something outside holds on to it, is loaded once more and then stays:
/// a copy for each run would fill memory. Any thread.
/// </summary>
internal sealed class SharedPackages : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Set> _sets = [];
    private readonly IReadOnlyList<Assembly> _host;
    private readonly TimeSpan _keep;
    private readonly Timer _timer;
    private bool _disposed;

    public SharedPackages(IReadOnlyList<Assembly> host, double keepSeconds)
    {
        _host = host;
        _keep = TimeSpan.FromSeconds(keepSeconds);
        _timer = new Timer(static all => ((SharedPackages)all!).LetGo(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives the context of a set for a run of a script, which keeps it; null for the empty set. Loads it if need be, which takes milliseconds.</summary>
    public PackageContext? Get(PackageFiles files)
    {
        if (files.Assemblies.Count + files.NativeLibraries.Count == 0)
        {
            return null;
        }

        lock (_gate)
        {
            var key = files.Key;
            var known = _sets.GetValueOrDefault(key);
            if (known is null || !known.Context.TryGetTarget(out var context))
            {
                context = new PackageContext(files, _host);
                var stays = known is not null && !known.Unloaded.IsCompleted;
                _sets[key] = known = new Set(new WeakReference<PackageContext>(context), context.Unloaded, stays);
                context.LoadAll();
            }

            Keep(known, context);
            return context;
        }
    }

    /// <summary>A run that used the context has ended.</summary>
    public void Return(PackageContext context)
    {
        lock (_gate)
        {
            foreach (var set in _sets.Values)
            {
                if (set.Context.TryGetTarget(out var other) && other == context)
                {
                    Keep(set, context);
                }
            }
        }
    }

    /// <summary>Keeps nothing any more. What runs keep stays with them.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _disposed = true;
            foreach (var set in _sets.Values)
            {
                set.Kept = null;
            }
        }
    }

    private void Keep(Set set, PackageContext context)
    {
        if (_disposed || (_keep <= TimeSpan.Zero && !set.Stays))
        {
            return;
        }

        set.Kept = context;
        set.LastUse = Environment.TickCount64;
        if (!set.Stays)
        {
            _timer.Change(_keep, Timeout.InfiniteTimeSpan);
        }
    }

    private void LetGo()
    {
        lock (_gate)
        {
            // The timer was set when the last of them was used: each is looked at again until it has had its time.
            var young = false;
            foreach (var set in _sets.Values.Where(set => set is { Kept: not null, Stays: false }))
            {
                if (Environment.TickCount64 - set.LastUse + 1 >= _keep.TotalMilliseconds)
                {
                    set.Kept = null;
                }
                else
                {
                    young = true;
                }
            }

            if (young && !_disposed)
            {
                _timer.Change(_keep, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private sealed class Set(WeakReference<PackageContext> context, Task unloaded, bool stays)
    {
        public WeakReference<PackageContext> Context { get; } = context;

        /// <summary>Completes when all of it has left memory.</summary>
        public Task Unloaded { get; } = unloaded;

        /// <summary>Whether an earlier copy could not leave memory, so that this one is kept for good.</summary>
        public bool Stays { get; } = stays;

        public PackageContext? Kept { get; set; }

        public long LastUse { get; set; }
    }
}
