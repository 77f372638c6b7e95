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

    private readonly IWatchedLoop _loop;
    private readonly ILogSink _log;
    private readonly double _limitSeconds;
    private readonly Thread _thread;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Lock _gate = new();
    private readonly StepSample[] _samples = new StepSample[Kept];
    private StepSample _held;
    private int _count;
    private volatile Waiter? _current;
    private volatile bool _isResting;
    private volatile bool _isStopped;

    public LoopWatchdog(IWatchedLoop loop, ILogSink log, double limitSeconds)
    {
        _loop = loop;
        _log = log;
        _limitSeconds = limitSeconds;
        _thread = new Thread(Watch) { IsBackground = true, Name = $"{loop.Name} watchdog" };
        _thread.Start();
    }

    /// <summary>Whose code runs, where that cannot be seen from here; null otherwise.</summary>
    public Waiter? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>The step that was running at the last look, with the time at which it was first seen. Any thread.</summary>
    public StepSample Held
    {
        get
        {
            lock (_gate)
            {
                return _held;
            }
        }
    }

    /// <summary>Loop thread, when work has begun and shows in <see cref="IWatchedLoop.IsBusy"/>: one look at a flag.</summary>
    public void Wake()
    {
        // The other side raises its flag before it looks whether there is work: one of the two sees the other.
        Interlocked.MemoryBarrier();
        if (_isResting)
        {
            _wake.Set();
        }
    }

    /// <summary>Who was seen most often since <paramref name="since"/>; null when no look fell into that time.</summary>
    public StepSample? SeenSince(long since)
    {
        lock (_gate)
        {
            var best = _samples.Where(sample => sample.Task is not null && sample.Stamp >= since)
                .GroupBy(sample => (sample.Task, sample.Resumes))
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
        var held = default(StepSample);
        var reported = 0;
        var refused = 0L;
        var idle = 0;
        var steps = -1L;
        while (!_isStopped)
        {
            var seen = _loop.SampleStep(Stopwatch.GetTimestamp());
            if (seen.Task is null)
            {
                held = Hold(default);
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
                if (held.Task != seen.Task || held.Resumes != seen.Resumes)
                {
                    held = Hold(seen);
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

    private StepSample Hold(in StepSample sample)
    {
        lock (_gate)
        {
            return _held = sample;
        }
    }

    private void Keep(in StepSample sample)
    {
        lock (_gate)
        {
            _samples[_count++ % Kept] = sample;
        }
    }

    private void Report(in StepSample seen, double seconds, bool engineTicks)
    {
        var advice = engineTicks
            ? "The engine ticks inside it: a modal dialog, or a call that waits for a load."
            : _loop.BlockedAt is { } place ? $"It blocks at {place}."
            : "Await instead of blocking (.Result, .Wait(), Thread.Sleep), and put long work into RunInExecutor.";
        _log.Write(LogVerbosity.Warning, $"{_loop.Describe(seen)} has held the thread of loop '{_loop.Name}' for {DurationText.Of(seconds)} and still does. {advice}");
    }
}
