using System.Diagnostics;
using System.Reflection;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Awaitables made and awaited at random on the loop's thread, the thread pool, threads of their own and the thread of another loop: what misuses one is refused, and a hundred innocent tasks miss no step.</summary>
public sealed class MisuseAnywhereTests
{
    private const int Innocents = 100;
    private const int Culprits = 30;

    // Each makes its awaitable where it is called and returns what awaits it.
    private static readonly Dictionary<Type, Func<Func<Task>>> Waits = new()
    {
        [typeof(NextFrameAwaitable)] = static () => Of(NextFrame(), static async wait => await wait),
        [typeof(FramesAwaitable)] = static () => Of(Frames(2), static async wait => await wait),
        [typeof(DelayAwaitable)] = static () => Of(Delay(0.02), static async wait => await wait),
        [typeof(UntilAwaitable)] = static () =>
        {
            var asked = 0;
            return Of(Until(() => ++asked > 3), static async wait => await wait);
        },
        [typeof(EventAwaitable)] = static () =>
        {
            var gate = new AsyncManualResetEvent();
            gate.Set();
            return Of(gate.WaitAsync(), static async wait => await wait);
        },
        [typeof(TurnAwaitable)] = static () =>
        {
            var turns = new AsyncAutoResetEvent();
            turns.Set();
            return Of(turns.WaitAsync(), static async wait => await wait);
        },
        [typeof(LockAwaitable)] = static () => Of(new AsyncLock().LockAsync(), static async wait => (await wait).Dispose()),
        [typeof(DequeueAwaitable<>)] = static () =>
        {
            var queue = new AsyncQueue<int>();
            queue.TryEnqueue(1);
            return Of(queue.DequeueAsync(), static async wait => await wait);
        },
        [typeof(EnqueueAwaitable<>)] = static () => Of(new AsyncQueue<int>(1).EnqueueAsync(1), static async wait => await wait),
        [typeof(SliceAwaitable)] = static () => Of(Slice.Next(0), static async wait => await wait),
        [typeof(OutcomeAwaitable)] = static () => Of(Start(static () => Frames(2)).Outcome(), static async wait => await wait),
        [typeof(OutcomeAwaitable<>)] = static () => Of(
            Start(static async () =>
            {
                await Frames(2);
                return 1;
            }).Outcome(),
            static async wait => await wait),
        [typeof(GameThreadAwaitable)] = static () => Of(SwitchToGameThread(), static async wait => await wait),
        [typeof(ThreadPoolAwaitable)] = static () => Of(SwitchToThreadPool(), static async wait => await wait),
        [typeof(GameTask)] = static () => Of(Start(static () => Frames(2)), static async wait => await wait),
        [typeof(GameTask<>)] = static () => Of(
            Start(static async () =>
            {
                await Frames(2);
                return 1;
            }),
            static async wait => await wait),
        [typeof(Phase)] = static () => Of(Phase.PostPhysics, static async wait => await wait),
        [typeof(IAsyncEnumerable<>)] = static () => Of(
            Every(0.01),
            static async ticks =>
            {
                await foreach (var _ in ticks)
                {
                    break;
                }
            }),
        [typeof(PooledTask)] = static () => Of(PooledAsync(), static async wait => await wait),
        [typeof(PooledTask<>)] = static () => Of(PooledResultAsync(), static async wait => await wait),
    };

    // Calls whose task may be awaited anywhere and by anybody, but that a task of the loop has to make.
    private static readonly Func<Func<Task>>[] Calls =
    [
        static () => Of(WhenAll(Task.CompletedTask, Start(static () => Frames(2))), static wait => wait),
        static () => Of(WhenAny([Task.CompletedTask]), static wait => wait),
        static () => Of(Race(static () => Frames(1), static () => Frames(2)), static wait => wait),
        static () => Of(FirstSuccess([static () => Frames(1), static () => Frames(2)]), static wait => wait),
        static () => Of(WithTimeout(1, static () => Frames(2)), static wait => wait),
        static () => Of(WithDeadline(Deadline.In(1), static () => Frames(2)), static wait => wait),
        static () => Of(Retry(new RetryPolicy(), static _ => Frames(2)), static wait => wait),
        static () => Of(Group(static () => Frames(2)), static wait => wait),
        static () => Of(RunInExecutor(static () => 1), static wait => wait),
        static () => Of(Task.Delay(1).InScope(), static wait => wait),
        static () => Of(new Tween(0.02).Run(0, 1, static _ => { }), static wait => wait),
        static () => Of(Scope.CreateChild("child").WhenEmpty(), static wait => wait),
        static () => Of(Scope.CreateChild("child"), static async scope => await scope.DisposeAsync()),
        static () => Of(new AsyncQueue<int>(), static async queue =>
        {
            queue.TryEnqueue(1);
            if (await queue.OutputAvailableAsync())
            {
                queue.TryDequeue(out _);
            }
        }),
    ];

    // Where the awaitable is made, or where it is awaited.
    private static readonly Func<Func<Task>, Task>[] Places =
    [
        static body => body(),
        Task.Run,
        static body => OnThreadOfItsOwn(body),
        static async body =>
        {
            await Task.Run(static () => { }).ConfigureAwait(false);
            await body();
        },
        static async body =>
        {
            await SwitchToThreadPool();
            await body();
        },
    ];

    [Test]
    public void EveryPublicAwaitable_IsTried()
    {
        var types = typeof(GameLoop).Assembly.GetExportedTypes();
        var awaitables = types.Where(static type => type.GetMethod("GetAwaiter", BindingFlags.Public | BindingFlags.Instance) is not null)
            .Concat(types.SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(static method => method.Name == "GetAwaiter").Select(static method => method.GetParameters()[0].ParameterType)));
        Assert.That(Waits.Keys, Is.SupersetOf(awaitables.Where(static type => !IsAwaitableByItsOwnSuite(type))));
    }

    [Test]
    public void Awaitables_MisusedAtRandom_AreRefusedAndHarmNoOther([Range(1, 20)] int seed) => Run(seed);

    [Test]
    [Explicit("looks for new failures for a minute")]
    public void Awaitables_UnknownSeeds_AreRefusedAndHarmNoOther()
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(1))
        {
            Run(Random.Shared.Next());
        }
    }

    private static bool IsAwaitableByItsOwnSuite(Type type) => type.Namespace != "AsyncTick";

    private static void Run(int seed)
    {
        var random = new Random(seed);
        using var test = new TestLoop();
        var steps = new int[Innocents];
        for (var i = 0; i < Innocents; i++)
        {
            var mine = i;
            test.Loop.Start(async () =>
            {
                while (true)
                {
                    await NextFrame();
                    steps[mine]++;
                }
            });
        }

        var before = test.Loop.FrameNumber;
        Task[] culprits = [.. Enumerable.Range(0, Culprits).Select(_ => (Task)test.Loop.Start(Culprit(new Random(random.Next())), "culprit"))];
        test.PumpUntil(() => culprits.All(static culprit => culprit.IsCompleted));
        Assert.Multiple(() =>
        {
            Assert.That(steps, Is.All.EqualTo((int)(test.Loop.FrameNumber - before)), "each frame is a step of each");
            Assert.That(culprits.Count(static culprit => culprit.IsFaulted), Is.InRange(1, Culprits - 1), "some are refused, and some do nothing wrong");
            foreach (var culprit in culprits)
            {
                Assert.That(culprit.Exception?.InnerException, Is.Null.Or.TypeOf<InvalidOperationException>());
            }
        });
        test.Loop.RootScope.CancelTasks();
        test.RunUntilIdle();
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
    }

    // Made somewhere, awaited somewhere, once, twice, or by two at once.
    private static Func<Task> Culprit(Random random)
    {
        var which = random.Next(Waits.Count + Calls.Length);
        var make = which < Waits.Count ? Waits.Values.ElementAt(which) : Calls[which - Waits.Count];
        var makePlace = Places[random.Next(3) == 0 ? random.Next(Places.Length) : 0];
        var awaitPlace = Places[random.Next(Places.Length)];
        var times = random.Next(3);
        return async () =>
        {
            Func<Task>? wait = null;
            await makePlace(() =>
            {
                wait = make();
                return Task.CompletedTask;
            });
            await awaitPlace(async () =>
            {
                switch (times)
                {
                    case 0:
                        await wait!();
                        break;
                    case 1:
                        await wait!();
                        await wait();
                        break;
                    default:
                        await Task.WhenAll(wait!(), wait());
                        break;
                }
            });
        };
    }

    private static Func<Task> Of<T>(T awaitable, Func<T, Task> wait) => () => wait(awaitable);

    private static Task OnThreadOfItsOwn(Func<Task> body)
    {
        var outcome = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                outcome.SetResult(body());
            }
            catch (Exception fault)
            {
                outcome.SetException(fault);
            }
        })
        { IsBackground = true };
        thread.Start();
        return outcome.Task.Unwrap();
    }

    private static async PooledTask PooledAsync() => await NextFrame();

    private static async PooledTask<int> PooledResultAsync()
    {
        await NextFrame();
        return 1;
    }
}
