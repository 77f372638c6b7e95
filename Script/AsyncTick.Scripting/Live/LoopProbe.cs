using System.Diagnostics;

namespace AsyncTick.Scripting;

/// <summary>
/// The part of a live view (a page, <c>asynctick top</c>) that runs on the loop: a task that looks at as many tasks as its budget lets it, and hands over what it saw
/// now and then. Allocates nothing once its buffers have grown, and never waits: while the other side still has both buffers it only looks at the clock.
/// </summary>
/// <param name="scripts">The scripts and their loop.</param>
/// <param name="updateSeconds">Seconds of real time between two updates.</param>
/// <param name="budgetSeconds">What looking may take of the loop's thread for an update, in seconds, all of it in one frame.</param>
/// <param name="firstLookSeconds">The part of a frame that the first look at all tasks may take, in seconds.</param>
[DebuggerDisplay("{_scripts.Loop.Name}")]
public sealed class LoopProbe(ScriptHost scripts, double updateSeconds, double budgetSeconds, double firstLookSeconds)
{
    private readonly ScriptHost _scripts = scripts;
    private readonly TaskSampler _sampler = new(scripts.Loop);
    private readonly long _period = ToTicks(updateSeconds);
    private readonly List<ScriptRun> _lastScripts = [];
    private LoopUpdate? _spare = new();
    private LoopUpdate? _ready;
    private LoopUpdate? _filling = new();
    private bool _roundDone;
    private bool _hasSeenAll;
    private long _publishedAt = Stopwatch.GetTimestamp();
    private long _publishedFrames;
    private long _publishedSteps;
    private readonly float[] _pumps = new float[GameLoop.PumpsKept];
    private long _pumpsSeen;
    private int _backlogMax;

    /// <summary>Takes what has been handed over; null when there is nothing new. Any thread, one at a time.</summary>
    public LoopUpdate? Take() => Interlocked.Exchange(ref _ready, null);

    /// <summary>Gives it back, to be filled again. Any thread, one at a time.</summary>
    public void Return(LoopUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        update.Clear();
        Volatile.Write(ref _spare, update);
    }

    /// <summary>Runs until it is canceled. On the loop, in a task of the caller.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            Step();
            if (!_hasSeenAll)
            {
                await Async.NextFrame();
            }
            else
            {
                await Async.Delay(updateSeconds, Clock.Real);
            }
        }
    }

    private void Step()
    {
        var loop = _scripts.Loop;
        var stats = loop.Stats;
        _backlogMax = Math.Max(_backlogMax, stats.Backlog);
        var now = Stopwatch.GetTimestamp();
        var isDue = now - _publishedAt >= _period;
        _filling ??= Interlocked.Exchange(ref _spare, null);
        if (_filling is null)
        {
            return;
        }

        if (!_roundDone)
        {
            _roundDone = _sampler.Sample(_filling.Tasks, _hasSeenAll ? budgetSeconds : firstLookSeconds);
            _hasSeenAll |= _roundDone;
        }

        if (isDue && _ready is null)
        {
            Publish(_filling, stats, now);
        }
    }

    private void ReadPumps(LoopUpdate update)
    {
        var count = _scripts.Loop.ReadPumps(ref _pumpsSeen, _pumps);
        var (longest, sum) = (0f, 0f);
        foreach (var pump in _pumps.AsSpan(0, count))
        {
            longest = Math.Max(longest, pump);
            sum += pump;
        }

        update.PumpMax = longest;
        update.PumpMean = count == 0 ? 0 : sum / count;
    }

    private void Publish(LoopUpdate update, in LoopStats stats, long now)
    {
        CopyScripts(update);
        update.Stats = stats;
        update.Now = _scripts.Loop.Clocks.Real.Now;
        update.Elapsed = Stopwatch.GetElapsedTime(_publishedAt, now).TotalSeconds;
        update.Frames = stats.Frames - _publishedFrames;
        update.Steps = stats.Steps - _publishedSteps;
        ReadPumps(update);
        update.BacklogMax = _backlogMax;
        _publishedAt = now;
        _publishedFrames = stats.Frames;
        _publishedSteps = stats.Steps;
        _backlogMax = 0;
        _roundDone = false;
        _filling = null;
        Volatile.Write(ref _ready, update);
    }

    private void CopyScripts(LoopUpdate update)
    {
        var running = _scripts.Running;
        var isSame = running.Count == _lastScripts.Count;
        for (var i = 0; isSame && i < running.Count; i++)
        {
            isSame = ReferenceEquals(running[i], _lastScripts[i]);
        }

        if (isSame && _publishedFrames != 0)
        {
            return;
        }

        _lastScripts.Clear();
        for (var i = 0; i < running.Count; i++)
        {
            _lastScripts.Add(running[i]);
            update.Scripts.Add(running[i]);
        }

        update.ScriptsChanged = true;
    }

    private static long ToTicks(double seconds) => (long)(seconds * Stopwatch.Frequency);
}
