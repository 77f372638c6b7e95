namespace AsyncTick.Scripting.Tests;

/// <summary>What Nito.AsyncEx's own tests say of its objects, in words of ours and in coroutines of this loop: each statement is one line of a script, which says by name what does not hold.</summary>
public sealed class AsyncExStatementsTests
{
    private const string Script = """
        #:package Nito.AsyncEx.Coordination@5.1.2

        using Ex = Nito.AsyncEx;

        var statements = 0;
        var thread = Environment.CurrentManagedThreadId;
        void Holds(bool isTrue, string statement)
        {
            statements++;
            if (!isTrue || Environment.CurrentManagedThreadId != thread)
            {
                LogError($"does not hold: {statement}");
            }
        }

        // AsyncLock: in the order of asking; a canceled wait takes nothing.
        var gate = new Ex.AsyncLock();
        var order = new List<int>();
        async Task Enter(int number)
        {
            using (await gate.LockAsync())
            {
                order.Add(number);
                await NextFrame();
            }
        }

        var first = gate.Lock();
        var entering = Enumerable.Range(1, 5).Select(Enter).ToArray();
        using (var give = new CancellationTokenSource())
        {
            var given = gate.LockAsync(give.Token).AsTask();
            give.Cancel();
            await Until(() => given.IsCompleted);
            Holds(given.IsCanceled, "a canceled wait for a lock is canceled");
        }

        Holds(order.Count == 0, "a lock that is held lets no one in");
        first.Dispose();
        await Task.WhenAll(entering);
        Holds(order.SequenceEqual([1, 2, 3, 4, 5]), "a lock is handed on in the order of asking");

        // AsyncAutoResetEvent: a set lets one go, and is kept for the next when none waits.
        var turns = new Ex.AsyncAutoResetEvent();
        turns.Set();
        turns.Set();
        await turns.WaitAsync();
        var second = turns.WaitAsync();
        await Frames(3);
        Holds(!second.IsCompleted, "two sets of an auto-reset event are one");
        var third = turns.WaitAsync();
        turns.Set();
        await second;
        Holds(!third.IsCompleted, "a set lets one waiter go");
        turns.Set();
        await third;

        // AsyncManualResetEvent: stays set until reset, releases all.
        var door = new Ex.AsyncManualResetEvent();
        var through = Enumerable.Range(0, 3).Select(_ => door.WaitAsync()).ToArray();
        door.Set();
        await Task.WhenAll(through);
        await door.WaitAsync();
        Holds(door.IsSet, "a manual-reset event stays set");
        door.Reset();
        Holds(!door.WaitAsync().IsCompleted, "and holds back again after a reset");

        // AsyncSemaphore: as many as there are permits.
        var slots = new Ex.AsyncSemaphore(2);
        await slots.WaitAsync();
        await slots.WaitAsync();
        var late = slots.WaitAsync();
        await Frames(2);
        Holds(!late.IsCompleted && slots.CurrentCount == 0, "a semaphore gives its permits and no more");
        slots.Release(2);
        await late;
        Holds(slots.CurrentCount == 1, "a release goes to the waiter first");

        // AsyncCountdownEvent.
        var countdown = new Ex.AsyncCountdownEvent(2);
        var zero = countdown.WaitAsync();
        countdown.Signal();
        await NextFrame();
        Holds(!zero.IsCompleted, "a countdown waits for its last signal");
        countdown.Signal();
        await zero;

        // AsyncProducerConsumerQueue: bounded, in order, ends when told.
        var queue = new Ex.AsyncProducerConsumerQueue<int>(2);
        async Task Produce()
        {
            for (var i = 0; i < 50; i++)
            {
                await queue.EnqueueAsync(i);
            }

            queue.CompleteAdding();
        }

        var producing = Produce();
        var got = new List<int>();
        while (await queue.OutputAvailableAsync())
        {
            got.Add(await queue.DequeueAsync());
        }

        await producing;
        Holds(got.SequenceEqual(Enumerable.Range(0, 50)), "a queue gives all in order and ends");

        // AsyncReaderWriterLock: readers together, writers alone.
        var book = new Ex.AsyncReaderWriterLock();
        var readers = 0;
        var most = 0;
        var isWriting = false;
        async Task Read()
        {
            using (await book.ReaderLockAsync())
            {
                most = Math.Max(most, ++readers);
                Holds(!isWriting, "no reader while one writes");
                await Frames(2);
                readers--;
            }
        }

        async Task Write()
        {
            using (await book.WriterLockAsync())
            {
                Holds(readers == 0 && !isWriting, "a writer is alone");
                isWriting = true;
                await Frames(2);
                isWriting = false;
            }
        }

        await Task.WhenAll(Read(), Read(), Write(), Read(), Write());
        Holds(most >= 2, "readers read together");

        // AsyncConditionVariable and AsyncMonitor.
        var monitor = new Ex.AsyncMonitor();
        var isReady = false;
        async Task WaitForIt()
        {
            using (await monitor.EnterAsync())
            {
                while (!isReady)
                {
                    await monitor.WaitAsync();
                }

                Holds(isReady, "a wait for a monitor comes back with it");
            }
        }

        var waiting = WaitForIt();
        using (await monitor.EnterAsync())
        {
            isReady = true;
            monitor.Pulse();
        }

        await waiting;

        // AsyncLazy: made once, for all.
        var made = 0;
        var lazy = new Ex.AsyncLazy<int>(async () =>
        {
            await Task.Yield();
            return ++made;
        }, Ex.AsyncLazyFlags.ExecuteOnCallingThread);
        var both = await Task.WhenAll(lazy.Task, lazy.Task);
        Holds(both is [1, 1] && made == 1, "a lazy value is made once");

        // PauseToken.
        var pause = new Ex.PauseTokenSource { IsPaused = true };
        var paused = pause.Token.WaitWhilePausedAsync();
        await Frames(2);
        Holds(!paused.IsCompleted, "a pause holds back");
        pause.IsPaused = false;
        await paused;
        Log($"{statements} statements");
        """;

    [Test]
    public async Task Statements_OnThisLoop_Hold()
    {
        var folder = TestPaths.NewFolder();
        try
        {
            var script = Path.Combine(folder, "Statements.cs");
            await File.WriteAllTextAsync(script, Script);
            using HeadlessProcess process = new(script);
            Assert.That(await process.EndAsync(), Is.Zero, () => string.Join('\n', process.Output.Concat(process.Errors)));
            Assert.That(process.Output, Has.None.Contains("does not hold").And.None.Contains("Error:"));
            Assert.That(process.Output, Has.Some.EndsWith("20 statements"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
