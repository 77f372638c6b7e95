using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Awaitables that nothing made, and awaitables that are awaited a second time: the task that does it is told, and no other notices.</summary>
public sealed class AwaitableMisuseTests
{
    private static readonly Dictionary<string, Func<Task>> Defaults = new()
    {
        ["NextFrame"] = static async () => await default(NextFrameAwaitable),
        ["Frames"] = static async () => await default(FramesAwaitable),
        ["Delay"] = static async () => await default(DelayAwaitable),
        ["Until"] = static async () => await default(UntilAwaitable),
        ["Event"] = static async () => await default(EventAwaitable),
        ["Turn"] = static async () => await default(TurnAwaitable),
        ["Lock"] = static async () => await default(LockAwaitable),
        ["Dequeue"] = static async () => await default(DequeueAwaitable<int>),
        ["Enqueue"] = static async () => await default(EnqueueAwaitable<int>),
        ["Slice"] = static async () => await default(SliceAwaitable),
        ["Outcome"] = static async () => await default(OutcomeAwaitable),
        ["Outcome of T"] = static async () => await default(OutcomeAwaitable<int>),
        ["GameThread"] = static async () => await default(GameThreadAwaitable),
        ["ThreadPool"] = static async () => await default(ThreadPoolAwaitable),
        ["GameTask"] = static async () => await default(GameTask),
        ["GameTask of T"] = static async () => await default(GameTask<int>),
    };

    private static readonly Dictionary<string, Func<Task>> Twice = new()
    {
        ["Until"] = static async () =>
        {
            var frame = 0;
            var wait = Until(() => ++frame > 2);
            await wait;
            await wait;
        },
        ["Frames"] = static async () =>
        {
            var wait = Frames(2);
            await wait;
            await wait;
        },
        ["Frames, by two methods at once"] = static async () =>
        {
            var wait = Frames(2);
            async Task Other() => await wait;
            await Task.WhenAll(Other(), Other());
        },
        ["Turn"] = static async () =>
        {
            var turn = new AsyncAutoResetEvent();
            CallLater(0.01, turn.Set);
            CallLater(0.03, turn.Set);
            var wait = turn.WaitAsync();
            await wait;
            await wait;
        },
        ["Dequeue"] = static async () =>
        {
            var queue = new AsyncQueue<int>();
            CallLater(0.01, () => queue.TryEnqueue(1));
            CallLater(0.03, () => queue.TryEnqueue(2));
            var wait = queue.DequeueAsync();
            await wait;
            await wait;
        },
        ["Semaphore"] = static async () =>
        {
            var semaphore = new AsyncSemaphore(0);
            CallLater(0.01, semaphore.Release);
            CallLater(0.03, semaphore.Release);
            var wait = semaphore.WaitAsync();
            await wait;
            await wait;
        },
        ["Lock"] = static async () =>
        {
            var gate = new AsyncLock();
            gate.TryLock(out var hold);
            CallLater(0.01, hold.Dispose);
            var wait = gate.LockAsync();
            (await wait).Dispose();
            (await wait).Dispose();
        },
    };

    // Each makes a wait where it is called, and returns what awaits it.
    private static readonly Dictionary<string, Func<Func<Task>>> Stolen = new()
    {
        ["NextFrame"] = static () => Of(NextFrame(), static async wait => await wait),
        ["Frames"] = static () => Of(Frames(2), static async wait => await wait),
        ["Delay"] = static () => Of(Delay(0.02), static async wait => await wait),
        ["Until"] = static () => Of(Until(static () => false), static async wait => await wait),
        ["Event"] = static () => Of(new AsyncManualResetEvent().WaitAsync(), static async wait => await wait),
        ["Turn"] = static () => Of(new AsyncAutoResetEvent().WaitAsync(), static async wait => await wait),
        ["Lock, free"] = static () => Of(new AsyncLock().LockAsync(), static async wait => (await wait).Dispose()),
        ["Dequeue"] = static () => Of(new AsyncQueue<int>().DequeueAsync(), static async wait => await wait),
        ["Enqueue, free"] = static () => Of(new AsyncQueue<int>(1).EnqueueAsync(1), static async wait => await wait),
        ["Slice"] = static () => Of(Slice.Next(0), static async wait => await wait),
        ["Outcome"] = static () => Of(Start(static () => Frames(2)).Outcome(), static async wait => await wait),
    };

    private static IEnumerable<string> StolenNames => Stolen.Keys;

    private static IEnumerable<string> DefaultNames => Defaults.Keys;

    private static IEnumerable<string> TwiceNames => Twice.Keys;

    [TestCaseSource(nameof(DefaultNames))]
    public void Default_Awaited_ThrowsInThatTask(string kind) => AssertRefused(Defaults[kind], "default");

    [TestCaseSource(nameof(TwiceNames))]
    public void Stored_AwaitedTwice_ThrowsInThatTask(string kind) => AssertRefused(Twice[kind], "once");

    [TestCaseSource(nameof(StolenNames))]
    public void OfAnotherTask_Awaited_ThrowsInTheTaskThatAwaits(string kind) => AssertRefused(
        async () =>
        {
            var wait = Stolen[kind]();
            await Start(wait);
        },
        "was made by task #");

    private static Func<Task> Of<T>(T awaitable, Func<T, Task> wait) => () => wait(awaitable);

    private static void AssertRefused(Func<Task> misuse, string word)
    {
        using var test = new TestLoop();
        var others = 0;
        for (var i = 0; i < 20; i++)
        {
            test.Loop.Start(async () =>
            {
                await Frames(3);
                await Until(static () => true);
                await Frames(3);
                var asked = 0;
                await Until(() => ++asked > 3);
                others++;
            });
        }

        Task culprit = test.Loop.Start(misuse);
        test.Step(20);
        Assert.Multiple(() =>
        {
            Assert.That(others, Is.EqualTo(20), "the tasks beside it end");
            Assert.That(culprit.IsFaulted, "the task that did it has ended");
            Assert.That(culprit.Exception?.InnerException, Is.TypeOf<InvalidOperationException>().With.Message.Contains(word));
        });
    }
}
