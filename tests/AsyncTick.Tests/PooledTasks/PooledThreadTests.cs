using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>Pooled methods that other threads complete, end or run.</summary>
public sealed class PooledThreadTests
{
    private const int Tasks = 50;
    private const int Rounds = 200;

    [Test]
    public void ManyThreads_CompleteWhatIsAwaited_NothingLostNothingTwice()
    {
        using var test = new TestLoop();
        var work = new System.Collections.Concurrent.BlockingCollection<TaskCompletionSource<int>>();
        var sums = new int[Tasks];
        var strayed = 0;
        for (var i = 0; i < Tasks; i++)
        {
            var number = i;
            test.Loop.Start(async PooledTask () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    sums[number] += await Ask(number);
                    strayed += Loop.IsOnLoopThread && TaskId == number + 1 ? 0 : 1;
                }
            });
        }

        var threads = Enumerable.Range(0, 4).Select(_ => FromThread.Begin(() =>
        {
            foreach (var question in work.GetConsumingEnumerable())
            {
                question.SetResult((int)question.Task.AsyncState!);
            }
        })).ToArray();
        test.PumpUntil(() => test.Loop.Tasks.Count == 0, TimeSpan.FromSeconds(60));
        work.CompleteAdding();
        Array.ForEach(threads, FromThread.Join);
        Assert.That((strayed, test.Log.Errors.Count), Is.EqualTo((0, 0)));
        Assert.That(sums, Is.EqualTo(Enumerable.Range(0, Tasks).Select(number => number * Rounds)));

        async PooledTask<int> Ask(int number)
        {
            var question = new TaskCompletionSource<int>(number);
            work.Add(question);
            return await question.Task;
        }
    }

    [Test]
    public void MethodEndsOnThePool_CallerIsBackOnTheLoop()
    {
        using var test = new TestLoop();
        var away = 0;
        var strayed = 0;
        for (var i = 0; i < Tasks; i++)
        {
            test.Loop.Start(async () =>
            {
                var id = TaskId;
                for (var round = 0; round < Rounds; round++)
                {
                    await Compute();
                    strayed += Loop.IsOnLoopThread && TaskId == id ? 0 : 1;
                }
            });
        }

        test.PumpUntil(() => test.Loop.Tasks.Count == 0, TimeSpan.FromSeconds(60));
        Assert.That((strayed, away, test.Log.Errors.Count), Is.EqualTo((0, Tasks * Rounds, 0)));

        async PooledTask Compute()
        {
            await SwitchToThreadPool();
            Interlocked.Increment(ref away);
        }
    }

    [Test]
    public void BodyEndsOnThePool_TaskEndsOnce()
    {
        using var test = new TestLoop();
        var away = 0;
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < 10; i++)
            {
                test.Loop.Start(async PooledTask () =>
                {
                    await SwitchToThreadPool();
                    Interlocked.Increment(ref away);
                });
            }

            test.Step();
        }

        test.PumpUntil(() => test.Loop.Tasks.Count == 0, TimeSpan.FromSeconds(60));
        Assert.That((away, test.Loop.Tasks.EndedCount, test.Log.Errors.Count), Is.EqualTo((Rounds * 10, (long)Rounds * 10, 0)));
    }

    [Test]
    public void ManyThreads_RunCallsOfOneMethod_EachHasItsOwn()
    {
        var threads = Enumerable.Range(0, 4).Select(thread => FromThread.Begin(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                Assert.That(Outer(i).AsTask().GetAwaiter().GetResult(), Is.EqualTo(i + 1));
            }
        })).ToArray();
        Array.ForEach(threads, FromThread.Join);
        static async PooledTask<int> Outer(int number) => await Inner(number) + 1;
        static async PooledTask<int> Inner(int number)
        {
            await Task.Yield();
            return number;
        }
    }
}
