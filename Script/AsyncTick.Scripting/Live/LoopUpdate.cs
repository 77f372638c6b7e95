using System.Diagnostics;

namespace AsyncTick.Scripting;

/// <summary>What a <see cref="LoopProbe"/> hands over at a time. Two of them go back and forth; the side that has one may use it alone.</summary>
[DebuggerDisplay("frame {Stats.Frames}, {Tasks.Count} samples")]
public sealed class LoopUpdate
{
    /// <summary>The tasks that have changed since the last time.</summary>
    public TaskSampleBuffer Tasks { get; } = new();

    /// <summary>The running scripts, when they have changed.</summary>
    public List<ScriptRun> Scripts { get; } = [];

    /// <summary>Whether <see cref="Scripts"/> is filled.</summary>
    public bool ScriptsChanged { get; internal set; }

    /// <summary>The loop's counts.</summary>
    public LoopStats Stats { get; internal set; }

    /// <summary>The loop's real clock.</summary>
    public double Now { get; internal set; }

    /// <summary>Seconds of the machine's clock since the last update.</summary>
    public double Elapsed { get; internal set; }

    /// <summary>Frames since the last update.</summary>
    public long Frames { get; internal set; }

    /// <summary>Steps since the last update.</summary>
    public long Steps { get; internal set; }

    /// <summary>The longest frame since the last update, in seconds.</summary>
    public double PumpMax { get; internal set; }

    /// <summary>The mean frame since the last update, in seconds.</summary>
    public double PumpMean { get; internal set; }

    /// <summary>The most work that a frame has left over since the last update.</summary>
    public int BacklogMax { get; internal set; }

    internal void Clear()
    {
        Tasks.Clear();
        Scripts.Clear();
        ScriptsChanged = false;
        PumpMax = PumpMean = 0;
        BacklogMax = 0;
    }
}
