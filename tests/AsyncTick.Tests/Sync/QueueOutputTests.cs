using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

/// <summary>Waits for an item to be there that take none.</summary>
public sealed class QueueOutputTests
{
    [Test]
    public void OutputAvailable_AnItemIsThere_IsTrueAtOnceAndTakesNone()
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>();
        test.Run(async () =>
        {
            queue.TryEnqueue(7);
            Assert.That(await queue.OutputAvailableAsync());
            Assert.That(await queue.OutputAvailableAsync());
            Assert.That(queue.Count, Is.EqualTo(1));
        });
    }

    [Test]
    public void OutputAvailable_NoItemWillCome_IsFalse()
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>();
        Task<bool> early = test.Loop.Start(async () => await queue.OutputAvailableAsync());
        test.Step();
        queue.CompleteAdding();
        test.Step();
        Assert.That(early.IsCompletedSuccessfully && !early.Result);
        test.Run(async () => Assert.That(await queue.OutputAvailableAsync(), Is.False));
    }

    [Test]
    public void OutputAvailable_LastItemIsPromised_IsFalseWhenItIsTakenAndTrueWhenItIsNot([Values] bool isCanceled)
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>();
        var consumer = test.Loop.Start(async () => await queue.DequeueAsync());
        Task<bool> looker = test.Loop.Start(async () => await queue.OutputAvailableAsync());
        test.Step();
        queue.TryEnqueue(7);
        queue.CompleteAdding();
        if (isCanceled)
        {
            consumer.Cancel();
        }

        test.Step();
        Assert.That(looker.IsCompletedSuccessfully && looker.Result == isCanceled);
    }

    [Test]
    public void OutputAvailable_ToldOneIsCanceledOrTakesNone_TheNextIsToldInTheSameFrame([Values] bool isCanceled)
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>();
        var first = test.Loop.Start(async () => await queue.OutputAvailableAsync());
        Task<bool> second = test.Loop.Start(async () => await queue.OutputAvailableAsync());
        test.Step();
        queue.TryEnqueue(7);
        if (isCanceled)
        {
            first.Cancel();
        }

        test.Step();
        Assert.That((first.Task.IsCanceled, second.IsCompletedSuccessfully && second.Result), Is.EqualTo((isCanceled, true)));
    }

    [Test]
    public void OutputAvailable_InACanceledTask_EndsItAndTakesNothing()
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>();
        queue.TryEnqueue(7);
        var task = test.Loop.Start(async () =>
        {
            await NextFrame();
            await queue.OutputAvailableAsync();
        });
        task.Cancel();
        test.Step(2);
        Assert.That((task.Task.IsCanceled, queue.Count), Is.EqualTo((true, 1)));
    }

    [Test]
    public void OutputAvailable_InTheList_SaysThatTheQueueIsEmpty()
    {
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>(name: "orders");
        test.Loop.Start(async () => await queue.OutputAvailableAsync());
        test.Step();
        Assert.That(test.Loop.Tasks.Snapshot().Single().Wait.ToString(), Does.Contain("queue 'orders', empty").And.Contain("QueueOutputTests.cs"));
        queue.CompleteAdding();
        test.Step();
    }

    [Test]
    public void OutputAvailable_Random_WhatIsToldIsThereAndNoneWaitsBesideAFreeItem([Range(1, 25)] int seed)
    {
        var random = new Random(seed);
        using var test = new TestLoop();
        var queue = new AsyncQueue<int>(3);
        var taken = new List<int>();
        List<GameTask> workers = [];
        var put = 0;
        var looking = 0;
        for (var operation = 0; operation < 400; operation++)
        {
            switch (random.Next(6))
            {
                case 0:
                    workers.Add(test.Loop.Start(LookAsync));
                    break;
                case 1:
                    workers.Add(test.Loop.Start(async () => taken.Add(await queue.DequeueAsync())));
                    break;
                case 2:
                    if (workers.Count > 0)
                    {
                        workers[random.Next(workers.Count)].Cancel();
                    }

                    break;
                case 3:
                    test.Step();
                    Assert.That(looking == 0 || queue.Count == 0, $"operation {operation}: one waits beside an item");
                    break;
                default:
                    put += queue.TryEnqueue(put) ? 1 : 0;
                    break;
            }
        }

        queue.CompleteAdding();
        test.Loop.RootScope.CancelTasks();
        test.Step(3);
        Assert.That((test.Loop.Tasks.Count, looking), Is.EqualTo((0, 0)));
        while (queue.TryDequeue(out var item))
        {
            taken.Add(item);
        }

        Assert.That(taken, Is.EqualTo(Enumerable.Range(0, put)), "each once, in order");
        Assert.That(test.Log.Errors, Is.Empty);

        async Task LookAsync()
        {
            looking++;
            try
            {
                while (await queue.OutputAvailableAsync())
                {
                    Assert.That(queue.TryDequeue(out var item), "what was told is there");
                    taken.Add(item);
                }
            }
            finally
            {
                looking--;
            }
        }
    }
}
