namespace AsyncTick.Tests;

/// <summary>Models of loops that break the contract in one point each, to show that the stress test would see a loop that does.</summary>
internal static class FlawedModels
{
    public static IReadOnlyList<(string Name, Func<StressProfile, ModelLoop> Make)> All { get; } =
    [
        ("last in, first out", profile => new LastInFirstOut(profile)),
        ("ties in reverse order", profile => new TiesReversed(profile)),
        ("frame waiters before delays", profile => new WaitersFirst(profile)),
        ("posts before frame waiters", profile => new PostsFirst(profile)),
        ("frame waiters in the same frame", profile => new SameFrame(profile)),
        ("one step too many", profile => new Overspending(profile)),
        ("unawaited faults are dropped", profile => new FaultsDropped(profile)),
        ("a fault is told again by whoever it passes", profile => new FaultsRepeated(profile)),
        ("what paused tasks missed is lost", profile => new ParkedLost(profile)),
        ("the last in line comes first", profile => new LatestFirst(profile)),
        ("canceled tasks go first", profile => new CanceledFirst(profile)),
    ];

    private sealed class LastInFirstOut(StressProfile profile) : ModelLoop(profile)
    {
        protected override ModelEntry TakeReady()
        {
            var entry = Ready[^1];
            Ready.RemoveAt(Ready.Count - 1);
            return entry;
        }
    }

    private sealed class TiesReversed(StressProfile profile) : ModelLoop(profile)
    {
        protected override IEnumerable<ModelWait> InOrder(IEnumerable<ModelWait> due) => due.OrderBy(wait => wait.Due).ThenByDescending(wait => wait.Order);
    }

    private sealed class WaitersFirst(StressProfile profile) : ModelLoop(profile)
    {
        protected override void Collect()
        {
            TakeFrameWaiters();
            TakeDueDelays();
            TakePosts();
        }
    }

    private sealed class PostsFirst(StressProfile profile) : ModelLoop(profile)
    {
        protected override void Collect()
        {
            TakeDueDelays();
            TakePosts();
            TakeFrameWaiters();
        }
    }

    private sealed class SameFrame(StressProfile profile) : ModelLoop(profile)
    {
        private int _waits;

        protected override void AddNext(ModelEntry entry) => (++_waits % 1000 == 0 ? Ready : Next).Add(entry);
    }

    private sealed class Overspending(StressProfile profile) : ModelLoop(profile)
    {
        private bool _wasOver;

        protected override bool IsOverBudget(double spentSeconds)
        {
            var wasOver = _wasOver;
            _wasOver = base.IsOverBudget(spentSeconds);
            return wasOver && _wasOver;
        }
    }

    private sealed class FaultsDropped(StressProfile profile) : ModelLoop(profile)
    {
        private int _faults;

        protected override void Report(int task, int fault)
        {
            if (++_faults % 50 != 0)
            {
                base.Report(task, fault);
            }
        }
    }

    private sealed class FaultsRepeated(StressProfile profile) : ModelLoop(profile)
    {
        protected override void Report(int task, int fault) => Faults.Add((task, fault));
    }

    private sealed class ParkedLost(StressProfile profile) : ModelLoop(profile)
    {
        protected override void DeliverParked()
        {
            if (Parked.Count > 3)
            {
                Parked.RemoveAt(0);
            }

            base.DeliverParked();
        }
    }

    private sealed class LatestFirst(StressProfile profile) : ModelLoop(profile)
    {
        protected override ModelWait Take(ModelLine line)
        {
            var wait = line.Line[^1];
            line.Line.RemoveAt(line.Line.Count - 1);
            return wait;
        }
    }

    private sealed class CanceledFirst(StressProfile profile) : ModelLoop(profile)
    {
        protected override void MakeReady(ModelWait wait)
        {
            base.MakeReady(wait);
            if (wait.Task.Cancel)
            {
                var last = Ready[^1];
                Ready.RemoveAt(Ready.Count - 1);
                Ready.Insert(0, last);
            }
        }
    }
}
