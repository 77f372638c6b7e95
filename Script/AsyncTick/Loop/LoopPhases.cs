using System.Diagnostics;

namespace AsyncTick;

/// <summary>
/// The phases of a frame that a loop's host offers, and what waits for each. The host says which there are (<see cref="Offer"/>) and calls
/// <see cref="GameLoop.Pump(Phase)"/> at each that is wanted: <see cref="DoorbellBlock.Phases"/>. Loop thread only.
/// </summary>
[DebuggerDisplay("offered, as bits: {_offered}")]
public sealed unsafe class LoopPhases
{
    private const int Count = (int)Phase.EndOfFrame + 1;
    private static readonly string[] Names = [.. Enumerable.Range(0, Count).Select(static phase => $"phase {(Phase)phase}")];

    private readonly WaitLine[] _lines;
    private readonly DoorbellBlock* _doorbell;
    private readonly string _loopName;
    private int _offered;

    internal LoopPhases(DoorbellBlock* doorbell, string loopName)
    {
        _doorbell = doorbell;
        _loopName = loopName;
        _lines = new WaitLine[Count];
        for (var i = 0; i < Count; i++)
        {
            var mask = ~(1 << i);
            WaitLine line = null!;
            _lines[i] = line = new WaitLine { Left = () => _doorbell->Phases &= line!.Count == 0 ? mask : -1 };
        }
    }

    /// <summary>What a phase's run has made ready of its own waiters. Empty outside <see cref="GameLoop.Pump(Phase)"/>.</summary>
    internal WorkQueue Queue { get; } = new();

    /// <summary>What is left of the frame's budget, in ticks of the meter: the pump and the looks after it share one.</summary>
    internal long TicksLeft { get; set; } = long.MaxValue / 4;

    /// <summary>Says whether the host has a phase from now on. What waits for one that it has no more goes on waiting, until it comes again or the task is canceled.</summary>
    public void Offer(Phase phase, bool isOffered = true) => _offered = isOffered ? _offered | BitOf(phase) : _offered & ~BitOf(phase);

    /// <summary>Whether the host has a phase.</summary>
    public bool IsOffered(Phase phase) => (uint)phase < Count && (_offered & BitOf(phase)) != 0;

    /// <summary>How many tasks wait for a phase.</summary>
    public int CountWaiting(Phase phase) => _lines[(int)phase].Count;

    internal static string NameOf(Phase phase) => Names[(int)phase];

    /// <summary>
    /// Whether posts are taken in and ready work runs: in the pump itself, which is no phase, and where no world is in the middle of its tick, if the frame's budget has
    /// something left.
    /// </summary>
    internal bool IsLook(Phase? phase) => phase is null || (phase is Phase.BeginFrame or Phase.EndOfFrame && TicksLeft > 0);

    internal void Verify(Phase phase)
    {
        if (!IsOffered(phase))
        {
            throw new NotSupportedException(_offered == 0
                ? $"There is no phase {phase} on loop '{_loopName}': its host has no phases. Await NextFrame()."
                : $"There is no phase {phase} on loop '{_loopName}' now. Tick groups are those of a world that is played; outside of play there are BeginFrame, EndOfFrame and NextFrame().");
        }
    }

    internal void Enter(Phase phase, LineNode node)
    {
        _lines[(int)phase].Enter(node);
        _doorbell->Phases |= BitOf(phase);
    }

    /// <summary>Makes ready who waits for a phase by now, first come first served.</summary>
    internal void Release(Phase phase)
    {
        _doorbell->Phases &= ~BitOf(phase);
        while (_lines[(int)phase].TryTake(out var node))
        {
            node.MakeReady();
        }
    }

    private static int BitOf(Phase phase) => 1 << (int)phase;
}
