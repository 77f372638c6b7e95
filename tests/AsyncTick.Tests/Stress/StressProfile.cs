namespace AsyncTick.Tests;

/// <summary>What a kind of stress program is made of.</summary>
/// <param name="Name">Shown in the test's name.</param>
/// <param name="BudgetSeconds">The loop's budget.</param>
/// <param name="LiveTasks">Where starting more is left.</param>
internal sealed record StressProfile(string Name, double BudgetSeconds, int LiveTasks)
{
    /// <summary>Steps cost nothing, so the budget never ends a frame and the loop times them in batches.</summary>
    public static StressProfile Free { get; } = new("free", 1, 150);

    /// <summary>As <see cref="Free"/>, with so many delays that the timers need their wheel.</summary>
    public static StressProfile Crowd { get; } = new("crowd", 1, 480) { DelayWeight = 60 };

    /// <summary>Each step costs enough to be timed by itself, so it is known to the step where each frame ends.</summary>
    public static StressProfile Costly { get; } = new("costly", 0.002, 60) { LeastCost = 30_000, MostCost = 300_000 };

    /// <summary>No budget at all: one entry per frame.</summary>
    public static StressProfile Broke { get; } = new("broke", 0, 12) { LeastCost = 30_000, MostCost = 60_000, HasPauses = false };

    /// <summary>Mostly quick steps, which the loop does not time one by one, so a frame may run over by a few of them.</summary>
    public static StressProfile Mixed { get; } = new("mixed", 0.0005, 150) { LeastCost = 1_000, MostCost = 15_000, HeavyCost = 600_000, HasPauses = false, HasHiddenSteps = false, Slack = 32 };

    public static IReadOnlyList<StressProfile> All { get; } = [Free, Crowd, Costly, Broke, Mixed];

    public long LeastCost { get; init; }

    public long MostCost { get; init; }

    /// <summary>What one in a few hundred costs.</summary>
    public long HeavyCost { get; init; }

    public bool HasPauses { get; init; } = true;

    /// <summary>Entries that run no instruction and yet change something: where a frame ends is told by instructions only.</summary>
    public bool HasHiddenSteps { get; init; } = true;

    /// <summary>By how many entries a frame may run over its budget. At 0 it is known exactly.</summary>
    public int Slack { get; init; }

    public int DelayWeight { get; init; } = 10;

    public bool IsCostly => LeastCost > 0;

    public override string ToString() => Name;
}
