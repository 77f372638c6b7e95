using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

public sealed class AsyncQueueTests
{
    [Test]
    public void ReadAll_ProducerAndConsumer_TenItemsInOneFrame()
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>(2);
        var seen = new List<int>();
        test.Loop.Start(async () =>
        {
            await foreach (var item in queue.ReadAllAsync())
            {
                seen.Add(item);
            }

            seen.Add(-1);
        });
        test.Loop.Start(async () =>
        {
            await NextFrame();
            for (var i = 0; i < 10; i++)
            {
                await queue.EnqueueAsync(i);
            }

            queue.CompleteAdding();
        });
        test.Step();
        Assert.That(seen, Is.EqualTo([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1]));
    }

    [Test]
    public void CompleteAdding_ItemsLeft_AreTakenFirst()
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<string>();
        test.Run(async () =>
        {
            await queue.EnqueueAsync("last");
            queue.CompleteAdding();
            Assert.That((queue.IsAddingCompleted, queue.IsCompleted), Is.EqualTo((true, false)));
            Assert.That(await queue.DequeueAsync(), Is.EqualTo("last"));
            Assert.That(queue.IsCompleted);
            Assert.That(queue.TryEnqueue("late"), Is.False);
            Assert.That(async () => await queue.EnqueueAsync("late"), Throws.InvalidOperationException);
            Assert.That(async () => await queue.DequeueAsync(), Throws.InvalidOperationException.With.Message.Contains("ReadAllAsync"));
        });
    }

    [Test]
    public void CompleteAdding_WhileTheyWait_EndsProducersAndConsumers()
    {
        using var test = new TestLoop();
        var full = new AsyncQueue<int>(1);
        var empty = new AsyncQueue<int>();
        Task producer = test.Loop.Start(async () =>
        {
            await full.EnqueueAsync(1);
            await full.EnqueueAsync(2);
        });
        Task consumer = test.Loop.Start(async () => await empty.DequeueAsync());
        test.Step();
        full.CompleteAdding();
        empty.CompleteAdding();
        test.Step();
        Assert.That(producer.Exception?.InnerException, Is.InstanceOf<InvalidOperationException>());
        Assert.That(consumer.Exception?.InnerException, Is.InstanceOf<InvalidOperationException>());
        Assert.That(full.Count, Is.EqualTo(1), "the second item is not in the queue");
    }

    [Test]
    public void CompleteAdding_LastItemPromisedToOneThatIsCanceled_GoesToTheNext()
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>();
        var taken = new List<string>();
        var victim = test.Loop.Start(() => Take("victim"));
        test.Loop.Start(() => Take("next"));
        Task third = test.Loop.Start(() => Take("third"));
        test.Step();
        queue.TryEnqueue(7);
        queue.CompleteAdding();
        victim.Cancel();
        test.Step();
        Assert.That(taken, Is.EqualTo(["next 7"]));
        Assert.That(third.Exception?.InnerException, Is.InstanceOf<InvalidOperationException>());

        async Task Take(string name) => taken.Add($"{name} {await queue.DequeueAsync()}");
    }

    [Test]
    public void TryEnqueue_OnAnotherThread_IsRefusedWithTheRemedy()
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>();
        Task<int> taken = test.Loop.Start(async () => await queue.DequeueAsync());
        test.Step();
        Assert.That(() => FromThread.Run(() => queue.TryEnqueue(1)), Throws.InvalidOperationException.With.Message.Contains("loop.Post"));
        FromThread.Run(() => test.Loop.Post(() => queue.TryEnqueue(1)));
        test.Step();
        Assert.That(taken.IsCompletedSuccessfully);
    }

    [Test]
    public void Queue_OfAnotherLoop_IsRefused()
    {
        using var test = new TestLoop();
        using var other = new TestLoop(new GameLoopOptions { Name = "other" });
        var queue = new AsyncQueue<int>(name: "orders");
        test.Run(async () => await queue.EnqueueAsync(1));
        Assert.That(() => other.Run(async () => await queue.DequeueAsync()), Throws.InvalidOperationException.With.Message.Contains("Queue 'orders'").And.Message.Contains("loop 'other'"));
    }
}
