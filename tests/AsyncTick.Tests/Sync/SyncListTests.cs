using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

/// <summary>Who holds and who waits is in the task list and among the held locks.</summary>
public sealed class SyncListTests
{
    private static IEnumerable<TestCaseData> Waits()
    {
        static TestCaseData Case(Func<Task> wait, WaitKind kind, string words) => new TestCaseData(wait, kind, words).SetArgDisplayNames(words);
        yield return Case(async () => await new AsyncSemaphore(0, "slots").WaitAsync(), WaitKind.Semaphore, "semaphore 'slots'");
        yield return Case(async () => await new AsyncSemaphore(0).LockAsync(), WaitKind.Semaphore, "semaphore");
        yield return Case(async () => await new AsyncQueue<int>(name: "orders").DequeueAsync(), WaitKind.Queue, "queue 'orders', empty");
        yield return Case(
            async () =>
            {
                var queue = new AsyncQueue<int>(1, "orders");
                await queue.EnqueueAsync(1);
                await queue.EnqueueAsync(2);
            },
            WaitKind.Queue,
            "queue 'orders', full");
        yield return Case(async () => await new AsyncCountdownEvent(3, "loads").WaitAsync(), WaitKind.Event, "countdown 'loads', 3 to go");
        yield return Case(async () => await new AsyncBarrier(3, "start").SignalAndWaitAsync(), WaitKind.Barrier, "barrier 'start', 1 of 3 have come");
        yield return Case(
            async () =>
            {
                var gate = new AsyncLock();
                var changed = new AsyncConditionVariable(gate, "changed");
                using (await gate.LockAsync())
                {
                    await changed.WaitAsync();
                }
            },
            WaitKind.ConditionVariable,
            "condition variable 'changed'");
    }

    [TestCaseSource(nameof(Waits))]
    public void Waiter_InTheList_NamesWhatItWaitsFor(object wait, WaitKind kind, string words)
    {
        using var test = new TestLoop();
        var task = test.Loop.Start((Func<Task>)wait);
        test.Step();
        var row = test.Loop.Tasks.Snapshot().Single();
        Assert.That((row.Wait.Kind, row.Wait.Description), Is.EqualTo((kind, words)));
        Assert.That(row.Wait.Site, Does.StartWith("SyncListTests.cs:"));
        task.Cancel();
        test.Step(2);
    }

    [Test]
    public void SemaphoreAndReaderWriterLock_Held_AreInTheListOfLocks()
    {
        using var test = new TestLoop();
        var slots = new AsyncSemaphore(2, "slots");
        var map = new AsyncReaderWriterLock("map");
        var scope = test.Loop.RootScope.CreateChild("scope");
        scope.Start(() => Hold(slots.LockAsync()), "one");
        scope.Start(() => Hold(slots.LockAsync()), "two");
        scope.Start(() => Hold(slots.LockAsync()), "three");
        scope.Start(() => Hold(map.ReaderLockAsync()), "reader");
        scope.Start(() => Hold(map.WriterLockAsync()), "writer");
        test.Advance(1);
        var lines = test.Loop.Tasks.HeldLocks().Select(static held => System.Text.RegularExpressions.Regex.Replace(held.ToString(), @"since [^;]*;", "since here;"));
        Assert.That(lines, Is.EqualTo(
        [
            "semaphore 'slots', held by #1 'one' for 1.0 s since here; #3 waits",
            "semaphore 'slots', held by #2 'two' for 1.0 s since here; #3 waits",
            "reader lock 'map', held by #4 'reader' for 1.0 s since here; #5 waits",
        ]));
        var rows = test.Loop.Tasks.Snapshot();
        Assert.That(rows[2].Wait.Description, Does.StartWith("semaphore 'slots', held by task #1 'one' for 1.0 s since SyncListTests.cs:").And.EndsWith(", and 1 more"));
        Assert.That(rows[4].Wait.Description, Does.StartWith("reader lock 'map', held by task #4 'reader' for 1.0 s since SyncListTests.cs:"));
        Assert.That(rows[3].Holds, Does.StartWith("reader lock 'map' since SyncListTests.cs:"));
        scope.Cancel();
        test.Step(3);
        Assert.That(test.Loop.Tasks.HeldLocks(), Is.Empty);

        static async Task Hold(LockAwaitable taken)
        {
            using (await taken)
            {
                await Delay(100);
            }
        }
    }

    [Test]
    public void Semaphore_TaskEndsWithItsPermit_IsNamed()
    {
        using var test = new TestLoop();
        var slots = new AsyncSemaphore(1, "slots");
        test.Run(async () => await slots.LockAsync());
        Assert.That(test.Log.Warnings.Single(), Does.Contain("semaphore 'slots'").And.Contain("SyncListTests.cs:"));
    }
}
