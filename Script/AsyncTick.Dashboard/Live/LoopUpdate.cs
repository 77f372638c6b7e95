using System.Diagnostics;
using AsyncTick.Scripting;

namespace AsyncTick.Dashboard;

/// <summary>What the loop's thread hands over at a time. Two of them go back and forth; the side that has one may use it alone.</summary>
[DebuggerDisplay("frame {Stats.Frames}, {Tasks.Count} samples")]
internal sealed class LoopUpdate
{
    public TaskSampleBuffer Tasks { get; } = new();

    /// <summary>The running scripts, when they have changed.</summary>
    public List<ScriptRun> Scripts { get; } = [];

    public bool ScriptsChanged { get; set; }

    public LoopStats Stats { get; set; }

    /// <summary>The loop's real clock.</summary>
    public double Now { get; set; }

    /// <summary>Seconds of the machine's clock since the last update.</summary>
    public double Elapsed { get; set; }

    public long Frames { get; set; }

    public long Steps { get; set; }

    public double PumpMax { get; set; }

    public double PumpMean { get; set; }

    public int BacklogMax { get; set; }

    public void Clear()
    {
        Tasks.Clear();
        Scripts.Clear();
        ScriptsChanged = false;
        PumpMax = PumpMean = 0;
        BacklogMax = 0;
    }
}
