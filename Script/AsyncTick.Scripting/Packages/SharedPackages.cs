using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncTick.Scripting;

/// <summary>
/// Keeps the packages of scripts loaded from one run to the next, and some time beyond the last, so that a script that is started again finds them
/// ready. A set that has not left memory when it should have, as something outside holds on to it, is loaded once more and then stays:
/// a copy for each run would fill memory. Any thread.
/// </summary>
internal sealed class SharedPackages : IDisposable
{
    private readonly Action<string>? _announce;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Set> _sets = [];
    private readonly IReadOnlyList<Assembly> _host;
    private readonly TimeSpan _keep;
    private readonly Timer _timer;
    private bool _disposed;

    /// <param name="host">What scripts and packages share with the host.</param>
    /// <param name="options">How long sets are kept, and who is told of those that stay.</param>
    public SharedPackages(IReadOnlyList<Assembly> host, PackageOptions options)
    {
        _host = host;
        _keep = Durations.Of(options.KeepSeconds);
        _announce = options.Announce;
        _timer = new Timer(static all => ((SharedPackages)all!).LetGo(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Gives the context of a set for a run of a script, which keeps it; null for the empty set. Loads it if need be, which takes milliseconds, and
    /// some tenths of a second when it has to be found out why it stays: the compiler's thread only.
    /// </summary>
    public PackageContext? Get(PackageFiles files)
    {
        if (files.Assemblies.Count + files.NativeLibraries.Count == 0)
        {
            return null;
        }

        var key = files.Key;
        PackageContext? context;
        Set? known;
        lock (_gate)
        {
            known = _sets.GetValueOrDefault(key);
            if (known is not null && known.Context.TryGetTarget(out context))
            {
                Keep(known, context);
                return context;
            }
        }

        // Not under the lock, for which the game thread may wait.
        context = new PackageContext(files, _host);
        context.LoadAll();
        var stays = known is not null && !known.Unloaded.IsCompleted;
        if (stays)
        {
            Explain(known!);
        }

        lock (_gate)
        {
            foreach (var (gone, _) in _sets.Where(static each => each.Value is { Kept: null, Unloaded.IsCompleted: true }).ToList())
            {
                _sets.Remove(gone);
            }

            _sets[key] = known = new Set(context, stays);
            Keep(known, context);
        }

        return context;
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
        if (_disposed || (_keep == TimeSpan.Zero && !set.Stays))
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

    [MethodImpl(MethodImplOptions.NoInlining)] // what it has of the old copy must be gone when it returns
    private void Explain(Set old)
    {
        if (_announce is not null && old.Unloading.TryGetTarget(out var context))
        {
            var names = string.Join(", ", context.Assemblies.Select(assembly => assembly.GetName().Name).Order(StringComparer.Ordinal));
            string[] pins = [.. new PinSearch(context).Run(PinRoots.OfRuntime()).Select(PinText.Describe).Select(pin => pin.Holder).Distinct()];
            if (pins.Length > 0)
            {
                _announce($"Packages that could not leave memory stay from now on, loaded once more: {names}. They are held by {string.Join(" and by ", pins)}.");
            }
        }
    }

    private sealed class Set(PackageContext context, bool stays)
    {
        /// <summary>The context until it unloads itself.</summary>
        public WeakReference<PackageContext> Context { get; } = new(context);

        /// <summary>The context until it has left memory.</summary>
        public WeakReference<PackageContext> Unloading { get; } = new(context, trackResurrection: true);

        /// <summary>Completes when all of it has left memory.</summary>
        public Task Unloaded { get; } = context.Unloaded;

        /// <summary>Whether an earlier copy could not leave memory, so that this one is kept for good.</summary>
        public bool Stays { get; } = stays;

        public PackageContext? Kept { get; set; }

        public long LastUse { get; set; }
    }
}
