using System.Diagnostics;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>
/// The part of the dashboard that runs on the loop while a page is open: a task that looks at some tasks each frame, within its budget, and hands over
/// what it saw four times a second. Allocates nothing once its buffers have grown, and waits for nobody: while the other side still has
/// both buffers it only looks at the clock.
/// </summary>
[DebuggerDisplay("{_scripts.Loop.Name}")]
internal sealed class LoopProbe(ScriptHost scripts, DashboardOptions options)
{
    // Being resumed costs more than what is done then, so it is not done in every frame.
    private const int FramesBetweenSteps = 3;

    private readonly ScriptHost _scripts = scripts;
    private readonly TaskSampler _sampler = new(scripts.Loop);
    private readonly long _period = ToTicks(options.UpdateSeconds);
    private readonly List<ScriptRun> _lastScripts = [];
    private LoopUpdate? _spare = new();
    private LoopUpdate? _ready;
    private LoopUpdate? _filling = new();
    private bool _roundDone;
    private double _spent;
    private double _roundSpent;
    private double _lastRoundSpent;
    private long _publishedAt = Stopwatch.GetTimestamp();
    private long _publishedFrames;
    private long _publishedSteps;
    private double _pumpMax;
    private double _pumpSum;
    private double _longestPump;
    private long _overBudgetFrames;
    private int _looks;
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
            await Async.Frames(_lastRoundSpent == 0 ? 1 : FramesBetweenSteps);
        }
    }

    private void Step()
    {
        var loop = _scripts.Loop;
        var stats = loop.Stats;
        NotePump(stats);
        var now = Stopwatch.GetTimestamp();
        var isDue = now - _publishedAt >= _period;
        _filling ??= Interlocked.Exchange(ref _spare, null);
        if (_filling is null)
        {
            return;
        }

        // A table that fits into one slice is looked at right before it is handed over, so that it is as new as can be.
        var slice = _lastRoundSpent == 0 ? options.FirstLookSeconds : Math.Min(options.FrameBudgetSeconds, options.UpdateBudgetSeconds - _spent);
        if (!_roundDone && slice > 0 && (isDue || _roundSpent > 0 || _lastRoundSpent > options.FrameBudgetSeconds))
        {
            _roundDone = _sampler.Sample(_filling.Tasks, slice);
            var took = Stopwatch.GetElapsedTime(now).TotalSeconds;
            _spent += took;
            _roundSpent += took;
            if (_roundDone)
            {
                _lastRoundSpent = _roundSpent;
                _roundSpent = 0;
            }
        }

        if (isDue && _ready is null)
        {
            Publish(_filling, stats, now);
        }
    }

    // Of the frames in between there is word of those that broke a record or the budget.
    private void NotePump(in LoopStats stats)
    {
        _pumpMax = Math.Max(_pumpMax, stats.LastPumpSeconds);
        if (stats.LongestPumpSeconds > _longestPump)
        {
            _pumpMax = _longestPump > 0 ? stats.LongestPumpSeconds : _pumpMax;
            _longestPump = stats.LongestPumpSeconds;
        }

        if (stats.OverBudgetFrames > _overBudgetFrames)
        {
            _pumpMax = Math.Max(_pumpMax, _scripts.Loop.Options.BudgetSeconds);
        }

        _overBudgetFrames = stats.OverBudgetFrames;
        _pumpSum += stats.LastPumpSeconds;
        _looks++;
        _backlogMax = Math.Max(_backlogMax, stats.Backlog);
    }

    private void Publish(LoopUpdate update, in LoopStats stats, long now)
    {
        CopyScripts(update);
        update.Stats = stats;
        update.Now = _scripts.Loop.Clocks.Real.Now;
        update.Elapsed = Stopwatch.GetElapsedTime(_publishedAt, now).TotalSeconds;
        update.Frames = stats.Frames - _publishedFrames;
        update.Steps = stats.Steps - _publishedSteps;
        update.PumpMax = _pumpMax;
        update.PumpMean = _pumpSum / _looks;
        update.BacklogMax = _backlogMax;
        _publishedAt = now;
        _publishedFrames = stats.Frames;
        _publishedSteps = stats.Steps;
        _pumpMax = _pumpSum = _spent = 0;
        _backlogMax = _looks = 0;
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
