using System.Diagnostics;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>
/// The part of the dashboard that runs on the loop while a page is open: a task that looks at as many tasks as its budget lets it, and hands over what
/// it saw, four times a second. Being resumed costs as much as half of that, so it is not more often. Allocates nothing once its buffers have grown, and never waits: while the other side still has
/// both buffers it only looks at the clock.
/// </summary>
/// <param name="loop">Whose tasks.</param>
/// <param name="scripts">The scripts that run; asked on the loop's thread.</param>
/// <param name="options">How often, and how long.</param>
[DebuggerDisplay("{_loop.Name}")]
internal sealed class LoopProbe(GameLoop loop, Func<IReadOnlyList<ScriptRun>> scripts, DashboardOptions options)
{
    private readonly GameLoop _loop = loop;
    private readonly TaskSampler _sampler = new(loop);
    private readonly long _period = ToTicks(options.UpdateSeconds);
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
        update.Clear();
        Volatile.Write(ref _spare, update);
    }

    /// <summary>Runs until it is cancelled.</summary>
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
                await Async.Delay(options.UpdateSeconds, Clock.Real);
            }
        }
    }

    private void Step()
    {
        var stats = _loop.Stats;
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
            _roundDone = _sampler.Sample(_filling.Tasks, _hasSeenAll ? options.UpdateBudgetSeconds : options.FirstLookSeconds);
            _hasSeenAll |= _roundDone;
        }

        if (isDue && _ready is null)
        {
            Publish(_filling, stats, now);
        }
    }

    private void ReadPumps(LoopUpdate update)
    {
        var count = _loop.ReadPumps(ref _pumpsSeen, _pumps);
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
        update.Now = _loop.Clocks.Real.Now;
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
        var running = scripts();
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
