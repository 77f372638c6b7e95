using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// Looks at a loop from a thread of its own: says who holds the game thread while it is being held, and who held it during steps that
/// were not timed one by one. Wakes every few milliseconds while the loop has work, and not at all while it has none.
/// </summary>
internal sealed class LoopWatchdog : IDisposable
{
    private const int SampleMilliseconds = 4;
    private const int SamplesToRest = 250;
    private const int Kept = 32;

    private readonly GameLoop _loop;
    private readonly double _limitSeconds;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _gate = new();
    private readonly Sample[] _samples = new Sample[Kept];
    private int _count;
    private volatile TaskContext? _current;
    private volatile bool _isResting;
    private volatile bool _isStopped;

    public LoopWatchdog(GameLoop loop, double limitSeconds)
    {
        _loop = loop;
        _limitSeconds = limitSeconds;
        _thread = new Thread(Watch) { IsBackground = true, Name = $"{loop.Name} watchdog" };
        _thread.Start();
    }

    /// <summary>Whose step was seen running, and where it came from.</summary>
    internal readonly record struct Sample(long Stamp, TaskContext? Context, int Resumes, string File, int Line)
    {
        public string Words
        {
            get
            {
                var record = Context!.Record;
                var who = Context.Id == 0 || record.IsOrphanage ? "A callback or code of an ended task" : $"Task '{record.DisplayName}' (#{Context.Id} in {Context.Scope.Path})";
                return Line == 0 ? $"{who}, started at {FaultReport.Site(record.Details.StartFile, record.Details.StartLine)}," : $"{who}, come from the wait at {FaultReport.Site(File, Line)},";
            }
        }
    }

    /// <summary>Whose code runs, where that cannot be seen from here; null otherwise.</summary>
    public TaskContext? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Loop thread, at the begin of work: one look at a flag.</summary>
    public void Wake()
    {
        if (_isResting)
        {
            _wake.Set();
        }
    }

    /// <summary>Who was seen most often since <paramref name="since"/>; null when no look fell into that time.</summary>
    public Sample? SeenSince(long since)
    {
        lock (_gate)
        {
            var best = _samples.Where(sample => sample.Context is not null && sample.Stamp >= since)
                .GroupBy(sample => (sample.Context, sample.Resumes))
                .MaxBy(group => group.Count());
            return best?.First();
        }
    }

    public void Dispose()
    {
        _isStopped = true;
        _wake.Set();
        if (Thread.CurrentThread != _thread && _thread.Join(1000))
        {
            _wake.Dispose();
        }
    }

    private void Watch()
    {
        var held = default(Sample);
        var reported = 0;
        var refused = 0L;
        var idle = 0;
        var steps = -1L;
        while (!_isStopped)
        {
            var seen = _loop.SampleHolder(Stopwatch.GetTimestamp());
            if (seen.Context is null)
            {
                held = default;
                idle = _loop.StepsRun == steps ? idle + 1 : 0;
                steps = _loop.StepsRun;
                if (idle > SamplesToRest)
                {
                    Rest();
                    idle = 0;
                    continue;
                }
            }
            else
            {
                idle = 0;
                Keep(seen);
                if (held.Context != seen.Context || held.Resumes != seen.Resumes)
                {
                    held = seen;
                    reported = 0;
                    refused = _loop.RefusedPumps;
                }
                else
                {
                    var seconds = Stopwatch.GetElapsedTime(held.Stamp).TotalSeconds;
                    if (seconds >= _limitSeconds * (1 << Math.Min(reported, 20)) && !Debugger.IsAttached)
                    {
                        reported++;
                        Report(seen, seconds, _loop.RefusedPumps > refused);
                    }
                }
            }

            Thread.Sleep(SampleMilliseconds);
        }
    }

    private void Rest()
    {
        _isResting = true;
        Interlocked.MemoryBarrier();

        // Work that began before the flag was up has not rung.
        if (!_loop.IsBusy)
        {
            _wake.WaitOne();
        }

        _isResting = false;
    }

    private void Keep(in Sample sample)
    {
        lock (_gate)
        {
            _samples[_count++ % Kept] = sample;
        }
    }

    private void Report(in Sample seen, double seconds, bool engineTicks)
    {
        var advice = engineTicks
            ? "The engine ticks inside it: a modal dialog, or a call that waits for a load."
            : "Await instead of blocking (.Result, .Wait(), Thread.Sleep), and put long work into RunInExecutor.";
        _loop.Log.Write(LogVerbosity.Warning, $"{seen.Words} has held the thread of loop '{_loop.Name}' for {TaskTable.Duration(seconds)} and still does. {advice}");
    }
}
