using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Many threads at once: nothing lost, nothing twice, order kept per thread.</summary>
public sealed class ManyThreadsTests
{
    [Test]
    public void Posts_FromEightThreads_AllArriveOnceAndInOrder()
    {
        const int Threads = 8;
        const int Each = 20_000;
        using var test = new TestLoop();
        var next = new int[Threads];
        var wrong = 0;
        var producers = Enumerable.Range(0, Threads).Select(thread => FromThread.Begin(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                var number = i;
                test.Loop.Post(() =>
                {
                    if (next[thread]++ != number)
                    {
                        wrong++;
                    }
                });
            }
        })).ToArray();
        test.PumpUntil(() => next.Sum() == Threads * Each, TimeSpan.FromSeconds(60));
        Array.ForEach(producers, FromThread.Join);
        test.Step();
        Assert.That((wrong, next), Is.EqualTo((0, Enumerable.Repeat(Each, Threads).ToArray())));
    }

    [Test]
    public void ContextPosts_FromThreads_RunInTheirTasksName()
    {
        const int Each = 2_000;
        using var test = new TestLoop();
        var contexts = new List<(SynchronizationContext Context, int Id)>();
        var gate = new TaskCompletionSource();
        for (var i = 0; i < 4; i++)
        {
            test.Loop.Start(async () =>
            {
                contexts.Add((SynchronizationContext.Current!, TaskId));
                await gate.Task;
            });
        }

        var ran = 0;
        var wrong = 0;
        var producers = contexts.Select(entry => FromThread.Begin(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                entry.Context.Post(
                    id =>
                    {
                        ran++;
                        wrong += TaskId == (int)id! ? 0 : 1;
                    },
                    entry.Id);
            }
        })).ToArray();
        test.PumpUntil(() => ran == 4 * Each);
        Array.ForEach(producers, FromThread.Join);
        Assert.That(wrong, Is.Zero);
        gate.SetResult();
        test.PumpUntil(() => test.Loop.Tasks.Count == 0);
    }

    [Test]
    public void Cancels_FromThreadsWhileTasksEnd_HitTheirTasksOnly()
    {
        using var test = new TestLoop();
        var live = new List<GameTask>();
        var innocent = test.Loop.Start(async () => await Until(() => false), "innocent");
        var stop = false;
        var canceled = 0;
        var gate = new Lock();
        var cancelers = Enumerable.Range(0, 3).Select(seed => FromThread.Begin(() =>
        {
            var random = new Random(seed);
            while (!Volatile.Read(ref stop))
            {
                GameTask victim;
                lock (gate)
                {
                    if (live.Count == 0)
                    {
                        continue;
                    }

                    victim = live[random.Next(live.Count)];
                }

                victim.Cancel();
                Interlocked.Increment(ref canceled);
                Thread.Yield();
            }
        })).ToArray();
        for (var frame = 0; frame < 300 || Volatile.Read(ref canceled) < 300; frame++)
        {
            lock (gate)
            {
                live.RemoveAll(task => task.IsCompleted && frame % 3 == 0);
                for (var i = 0; i < 10; i++)
                {
                    live.Add(test.Loop.Start(async () => await Frames(2)));
                }
            }

            test.Step();
        }

        Volatile.Write(ref stop, true);
        Array.ForEach(cancelers, FromThread.Join);
        test.Step(5);
        Assert.That((innocent.IsCompleted, test.Loop.Tasks.Count, test.Log.Errors.Count), Is.EqualTo((false, 1, 0)));
        Assert.That(live, Has.All.Property(nameof(GameTask.IsCompleted)).True);
        innocent.Cancel();
        test.Step();
    }

    [Test]
    public void Events_SetFromThreads_LoseNoWaiter()
    {
        using var test = new TestLoop();
        const int Rounds = 500;
        var guns = Enumerable.Range(0, Rounds).Select(_ => new AsyncManualResetEvent()).ToArray();
        var done = 0;
        test.Loop.Start(async () =>
        {
            foreach (var gun in guns)
            {
                await gun.WaitAsync();
                done++;
            }
        });
        var setter = FromThread.Begin(() => Array.ForEach(guns, gun => gun.Set()));
        test.PumpUntil(() => done == Rounds);
        FromThread.Join(setter);
    }

    [Test]
    public void PoolWork_OfManyTasks_AllComesBack()
    {
        using var test = new TestLoop();
        var back = 0;
        for (var i = 0; i < 200; i++)
        {
            test.Loop.Start(async () =>
            {
                for (var round = 0; round < 5; round++)
                {
                    await SwitchToThreadPool();
                    await SwitchToGameThread();
                    var one = await RunInExecutor(() => 1);
                    back += one;
                    await NextFrame();
                }
            });
        }

        test.PumpUntil(() => test.Loop.Tasks.Count == 0, TimeSpan.FromSeconds(60));
        Assert.That((back, test.Log.Errors.Count), Is.EqualTo((1000, 0)));
    }

    [Test]
    public void Loops_OnManyThreads_LiveSideBySide()
    {
        var threads = Enumerable.Range(0, 8).Select(seed => FromThread.Begin(() =>
        {
            for (var round = 0; round < 20; round++)
            {
                using var test = new TestLoop();
                var steps = 0;
                var gun = new AsyncManualResetEvent();
                for (var i = 0; i < 20; i++)
                {
                    test.Loop.Start(async () =>
                    {
                        await Delay(0.05);
                        await gun.WaitAsync();
                        await Task.Yield();
                        steps++;
                    });
                }

                test.Advance(0.1);
                gun.Set();
                test.Step(3);
                if (steps != 20 || test.Log.Errors.Count != 0)
                {
                    throw new InvalidOperationException($"Thread {seed}, round {round}: {steps} of 20.");
                }
            }
        })).ToArray();
        Assert.That(() => Array.ForEach(threads, FromThread.Join), Throws.Nothing);
    }

    [Test]
    public void Posts_WhileTheLoopEnds_AreRunOrRefused()
    {
        for (var round = 0; round < 20; round++)
        {
            var test = new TestLoop();
            var ran = 0;
            var posted = 0;
            using var begun = new ManualResetEventSlim();
            var producer = FromThread.Begin(() =>
            {
                try
                {
                    for (var i = 0; i < 20_000; i++)
                    {
                        test.Loop.Post(() => ran++);
                        posted++;
                        begun.Set();
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            });
            begun.Wait();
            test.Step();
            test.Dispose();
            FromThread.Join(producer);
            Assert.That(ran, Is.InRange(1, posted));
        }
    }
}
