using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Sync;

/// <summary>Each object, handed through twenty coroutines: all of it in one frame, and without memory in steady state.</summary>
[NonParallelizable]
public sealed class HandoverTests
{
    private const int Coroutines = 20;

    // Each makes the body of coroutine i, which does its round whenever the bench says so, and adds to the count.
    private static readonly Dictionary<string, Func<Bench, Func<int, PooledTask>>> Cases = new()
    {
        ["Semaphore"] = static bench =>
        {
            var semaphore = new AsyncSemaphore(1);
            return async PooledTask (int _) =>
            {
                await semaphore.WaitAsync();
                await bench.Next();
                semaphore.Release();
            };
        },
        ["Semaphore that is held"] = static bench =>
        {
            var semaphore = new AsyncSemaphore(1);
            return async PooledTask (int _) =>
            {
                using (await semaphore.LockAsync())
                {
                    await bench.Next();
                }
            };
        },
        ["Lock"] = static bench =>
        {
            var gate = new AsyncLock();
            return async PooledTask (int _) =>
            {
                using (await gate.LockAsync())
                {
                    await bench.Next();
                }
            };
        },
        ["Reader-writer lock"] = static bench =>
        {
            var gate = new AsyncReaderWriterLock();
            return async PooledTask (int i) =>
            {
                using (i % 3 == 0 ? await gate.WriterLockAsync() : await gate.ReaderLockAsync())
                {
                    await bench.Next();
                }
            };
        },
        ["Queue"] = static bench =>
        {
            var queue = new AsyncQueue<int>(2);
            return async PooledTask (int i) =>
            {
                if (i % 2 == 0)
                {
                    await queue.EnqueueAsync(i);
                }
                else
                {
                    await queue.DequeueAsync();
                }

                await bench.Next();
            };
        },
        ["Queue that is looked into"] = static bench =>
        {
            var queue = new AsyncQueue<int>(2);
            return async PooledTask (int i) =>
            {
                if (i % 2 == 0)
                {
                    await queue.EnqueueAsync(i);
                }
                else if (await queue.OutputAvailableAsync() && !queue.TryDequeue(out _))
                {
                    throw new InvalidOperationException("what was told is not there");
                }

                await bench.Next();
            };
        },
        ["Countdown"] = static bench =>
        {
            var countdown = new AsyncCountdownEvent(Coroutines);
            return async PooledTask (int i) =>
            {
                countdown.Signal();
                await countdown.WaitAsync();
                await bench.Next();
                if (i == 0)
                {
                    countdown.AddCount(Coroutines);
                }
            };
        },
        ["Barrier"] = static bench =>
        {
            var barrier = new AsyncBarrier(Coroutines);
            return async PooledTask (int _) =>
            {
                await barrier.SignalAndWaitAsync();
                await bench.Next();
            };
        },
        ["Condition variable"] = static bench =>
        {
            var gate = new AsyncLock();
            var changed = new AsyncConditionVariable(gate);
            var round = 0;
            var come = 0;
            return async PooledTask (int _) =>
            {
                using (await gate.LockAsync())
                {
                    if (++come == Coroutines)
                    {
                        come = 0;
                        round++;
                        changed.NotifyAll();
                    }
                    else
                    {
                        for (var seen = round; round == seen;)
                        {
                            await changed.WaitAsync();
                        }
                    }
                }

                await bench.Next();
            };
        },
    };

    private static IEnumerable<string> Names => Cases.Keys;

    [TestCaseSource(nameof(Names))]
    public void TwentyCoroutines_AllHaveTheirTurn_InOneFrame(string name)
    {
        using var test = new TestLoop();
        var bench = Start(test, name);
        for (var round = 1; round <= 5; round++)
        {
            bench.Go();
            test.Step();
            Assert.That(bench.Done, Is.EqualTo(round * Coroutines), $"round {round}");
        }

        bench.End(test);
    }

    [TestCaseSource(nameof(Names))]
    public void TwentyCoroutines_SteadyState_AllocateNothing(string name) => FromThread.RunWithoutValues(() =>
    {
        using var test = new TestLoop();
        var bench = Start(test, name);
        var rounds = 50;
        var bytes = Allocation.Of(() =>
        {
            for (var i = 0; i < rounds; i++)
            {
                bench.Go();
                test.Step();
            }
        });
        Assert.That(bench.Done, Is.EqualTo(6 * rounds * Coroutines));
        Assert.That(bytes, Is.LessThanOrEqualTo(Allocation.OfRuntime(rounds * Coroutines * 8)));
        bench.End(test);
    });

    private static Bench Start(TestLoop test, string name)
    {
        var bench = new Bench();
        var body = Cases[name](bench);
        for (var i = 0; i < Coroutines; i++)
        {
            var id = i;
            bench.Scope ??= test.Loop.RootScope.CreateChild("bench");
            bench.Scope.Start(() => bench.Repeat(id, body));
        }

        return bench;
    }

    private sealed class Bench
    {
        private readonly AsyncManualResetEvent _go = new();

        public TaskScope? Scope { get; set; }

        public int Done { get; private set; }

        public void Go()
        {
            _go.Set();
            _go.Reset();
        }

        /// <summary>Within a turn: gives way to the other ready work, and stays in the frame.</summary>
        public SameFrame Next() => default;

        public async Task Repeat(int id, Func<int, PooledTask> body)
        {
            while (true)
            {
                await _go.WaitAsync();
                await body(id);
                Done++;
            }
        }

        public void End(TestLoop test)
        {
            Scope!.Cancel();
            test.Step(3);
            Assert.That(test.Loop.Tasks.Count, Is.Zero);
            Assert.That(test.Loop.Tasks.HeldLocks(), Is.Empty);
        }
    }

    private readonly struct SameFrame : INotifyCompletion
    {
        private static readonly SendOrPostCallback Run = static action => ((Action)action!)();

        public bool IsCompleted => false;

        public SameFrame GetAwaiter() => this;

        public void GetResult()
        {
        }

        public void OnCompleted(Action continuation) => SynchronizationContext.Current!.Post(Run, continuation);
    }
}
