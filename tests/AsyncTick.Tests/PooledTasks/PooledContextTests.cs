using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>What a pooled method takes along from its caller, and where it and its caller go on.</summary>
public sealed class PooledContextTests
{
    private static readonly AsyncLocal<int> Local = new();

    [Test]
    public void ExecutionContext_SuppressedFlow_IsNotCarried()
    {
        using var test = new TestLoop();
        var seen = -1;
        test.Run(async () =>
        {
            Local.Value = 5;
            var gate = new TaskCompletionSource();
            PooledTask call;
            using (ExecutionContext.SuppressFlow())
            {
                call = Look(gate.Task);
            }

            test.Loop.Post(gate.SetResult);
            await call;
            Assert.That(Local.Value, Is.EqualTo(5));
        });
        Assert.That(seen, Is.Zero);
        async PooledTask Look(Task gate)
        {
            await gate;
            seen = Local.Value;
        }
    }

    [Test]
    public void ExecutionContext_SetInsideACall_DoesNotReachTheCaller()
    {
        using var test = new TestLoop();
        var seen = new List<int>();
        test.Run(async () =>
        {
            Local.Value = 1;
            var call = Change();
            seen.Add(Local.Value);
            await call;
            seen.Add(Local.Value);
            await NextFrame();
            seen.Add(Local.Value);
        });
        Assert.That(seen, Is.EqualTo(new[] { 1, 1, 1 }));
        static async PooledTask Change()
        {
            Local.Value = 2;
            await NextFrame();
            Local.Value = 3;
        }
    }

    [Test]
    public void OutsideOfALoop_AwaitOnThePool_Works()
    {
        var result = Task.Run(async () => await Outer()).GetAwaiter().GetResult();
        Assert.That(result, Is.EqualTo(3));
        static async PooledTask<int> Outer()
        {
            var sum = 0;
            for (var i = 0; i < 3; i++)
            {
                sum += await Inner();
            }

            return sum;
        }

        static async PooledTask<int> Inner()
        {
            await Task.Yield();
            return 1;
        }
    }

    [Test]
    public void OutsideOfALoop_OtherContext_ContinuesThere()
    {
        var context = new QueueingContext();
        var gate = new TaskCompletionSource();
        SynchronizationContext? seen = null;
        var previous = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        var task = Await();
        SynchronizationContext.SetSynchronizationContext(previous);
        FromThread.Run(gate.SetResult);
        context.RunAll();
        Assert.That((task.IsCompletedSuccessfully, seen), Is.EqualTo((true, context)));

        async Task Await()
        {
            await Wait();
            seen = SynchronizationContext.Current;
        }

        async PooledTask Wait() => await gate.Task.ConfigureAwait(false);
    }

    private sealed class QueueingContext : SynchronizationContext
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _queue = new();

        public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

        public void RunAll()
        {
            var previous = Current;
            SetSynchronizationContext(this);
            while (_queue.TryDequeue(out var entry))
            {
                entry.Callback(entry.State);
            }

            SetSynchronizationContext(previous);
        }
    }
}
