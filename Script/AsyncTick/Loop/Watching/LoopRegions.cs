using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Tells a host's profiler (<see cref="GameLoopOptions.Regions"/>) what runs, as it begins and ends, while that is switched on: the steps of tasks that are timed
/// by themselves, first steps, and what else is given to <see cref="Begin"/>. Steps that are short by experience run without a time of their own and have no
/// region. Off, a step that is timed pays one test, and one of the others nothing. Loop thread only.
/// </summary>
[DebuggerDisplay("offered: {IsOffered}, on: {IsOn}")]
public sealed class LoopRegions
{
    private readonly IRegionSink? _sink;
    private readonly HashSet<ulong> _open = [];

    // Inside one another: the step, and the first steps of tasks that are started in it.
    private readonly Stack<ulong> _steps = new();

    internal LoopRegions(IRegionSink? sink) => _sink = sink;

    /// <summary>Whether the host has a profiler to tell.</summary>
    public bool IsOffered => _sink is not null;

    /// <summary>Whether it is told.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Switches it. What is open when it is switched off ends there.</summary>
    /// <exception cref="InvalidOperationException">The host has no profiler.</exception>
    public void Switch(bool on)
    {
        if (_sink is null)
        {
            throw new InvalidOperationException("This host has no profiler that takes regions. AsyncTick.Trace writes a file for a browser.");
        }

        IsOn = on;
        while (!on && _steps.Count > 0)
        {
            TellEnd();
        }

        foreach (var region in on ? [] : _open.ToArray())
        {
            End(region);
        }
    }

    /// <summary>Begins a region, of any length; it may end in another frame.</summary>
    /// <returns>A number for <see cref="End"/>; 0 while it is off or nothing is traced.</returns>
    public ulong Begin(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var region = IsOn ? _sink!.Begin(name) : 0;
        if (region != 0)
        {
            _open.Add(region);
        }

        return region;
    }

    /// <summary>Ends a region. 0, and one that has ended, are none.</summary>
    public void End(ulong region)
    {
        if (_open.Remove(region))
        {
            _sink!.End(region);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void BeginStep(WaiterState task)
    {
        if (IsOn)
        {
            _steps.Push(_sink!.Begin(task.IsDetached ? "callback" : task.DisplayName));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void EndStep()
    {
        if (IsOn)
        {
            TellEnd();
        }
    }

    // What began before it was switched on is not there.
    private void TellEnd()
    {
        if (_steps.TryPop(out var region) && region != 0)
        {
            _sink!.End(region);
        }
    }
}
