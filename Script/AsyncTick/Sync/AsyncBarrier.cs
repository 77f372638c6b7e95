using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Holds each participant of a phase until all of them have come, then lets all go on and begins the next phase (asyncio's <c>Barrier</c>, Nito's
/// <c>AsyncBarrier</c>, .NET's <c>Barrier</c>). They resume in the same frame, in the order in which they came. Loop thread only.
/// </summary>
/// <remarks>
/// A participant that is canceled while it waits has not come: the phase waits for it, or for another in its place, unless
/// <see cref="RemoveParticipants"/> says that there will be none. Those who wait are in the task list.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class AsyncBarrier : ITurnSource, IWaitSource
{
    private readonly TurnLine _line;

    /// <summary>Makes a barrier.</summary>
    /// <param name="participants">How many have to come.</param>
    /// <param name="name">What the task list calls it.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="participants"/> is negative.</exception>
    public AsyncBarrier(int participants, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(participants);
        ParticipantCount = participants;
        _line = new TurnLine("barrier", name);
    }

    /// <summary>What the task list calls it; null for no name.</summary>
    public string? Name => _line.Name;

    /// <summary>How many have to come in each phase.</summary>
    public int ParticipantCount { get; private set; }

    /// <summary>How many have not come yet in this phase.</summary>
    public int ParticipantsRemaining => ParticipantCount - _line.Count;

    /// <summary>How many phases are over.</summary>
    public long CurrentPhaseNumber { get; private set; }

    /// <summary>The ids of the tasks that have come and wait, in their order. Allocates.</summary>
    public IReadOnlyList<int> WaiterIds => _line.TaskIds();

    int IWaitSource.HolderId => 0;

    /// <summary>
    /// Says that the calling task has come, and waits for the others; the last one goes on at once. Ends with the task's scope, and then it has not come. 0
    /// bytes in steady state. In coroutines of one loop only.
    /// </summary>
    /// <exception cref="InvalidOperationException">Used on another loop than before, or outside a task; or the barrier has no participants.</exception>
    public TurnAwaitable SignalAndWaitAsync([CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var context = _line.Join();
        if (ParticipantCount == 0)
        {
            throw new InvalidOperationException($"{_line.Label} has no participants: call AddParticipants() before SignalAndWaitAsync().");
        }

        var isLast = ParticipantsRemaining == 1 && !context.IsCanceled;
        return new TurnAwaitable(this, _line, context, isLast ? null : TurnLine.Rent(context, WaitKind.Barrier, this, file, line));
    }

    /// <summary>More have to come, from this phase on.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="participants"/> is negative.</exception>
    public void AddParticipants(int participants = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(participants);
        _line.VerifyThread();
        ParticipantCount = checked(ParticipantCount + participants);
    }

    /// <summary>Fewer have to come, from this phase on, which is over when all others have come.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="participants"/> is negative, or more than have not come yet.</exception>
    public void RemoveParticipants(int participants = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(participants);
        _line.VerifyThread();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(participants, ParticipantsRemaining);
        ParticipantCount -= participants;
        EndPhaseIfAllHaveCome();
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_line.Label}, phase {CurrentPhaseNumber}, {_line.Count} of {ParticipantCount} have come";

    string IWaitSource.DescribeWaitOf(Waiter waiter) => $"{_line.Label}, {_line.Count} of {ParticipantCount} have come";

    bool ITurnSource.TryTake()
    {
        var isLast = ParticipantsRemaining == 1;
        if (isLast)
        {
            EndPhase();
        }

        return isLast;
    }

    void ITurnSource.Enter(TurnNode node, TaskContext context, Action continuation)
    {
        _line.Enter(node, context, continuation);
        EndPhaseIfAllHaveCome();
    }

    // The phase that it came for is over.
    void ITurnSource.GiveBack()
    {
    }

    private void EndPhaseIfAllHaveCome()
    {
        // Fewer than none, when participants were removed between a call of SignalAndWaitAsync and its await.
        if (_line.Count > 0 && ParticipantsRemaining <= 0)
        {
            EndPhase();
        }
    }

    private void EndPhase()
    {
        CurrentPhaseNumber++;
        while (_line.LetOneGo())
        {
        }
    }
}
