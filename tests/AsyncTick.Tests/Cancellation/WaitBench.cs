using AsyncTick.Testing;

namespace AsyncTick.Tests;

/// <summary>What the waits of <see cref="WaitCase"/> wait on, and the means to end them as they should end.</summary>
internal sealed class WaitBench : IDisposable
{
    public WaitBench() => Scope = Test.Loop.RootScope.CreateChild("parent").CreateChild("child");

    public TestLoop Test { get; } = new();

    public TaskScope Scope { get; }

    public AsyncManualResetEvent Event { get; } = new(name: "gun");

    public AsyncSemaphore Semaphore { get; } = new(0);

    public AsyncQueue<int> Queue { get; } = new();

    public AsyncCountdownEvent Countdown { get; } = new(1);

    public AsyncLock Gate { get; } = new();

    public AsyncConditionVariable Changed => field ??= new(Gate);

    public TaskCompletionSource<int> Outside { get; } = new();

    public HeldExecutor Executor { get; } = new();

    public CancellationTokenSource OtherToken { get; } = new();

    public bool Condition { get; set; }

    /// <summary>Waits that clocks and events still hold; a canceled wait must not be among them.</summary>
    public int Pending => Test.Loop.Clocks.Real.PendingWaits + Test.Loop.Clocks.Game.PendingWaits + Event.WaiterCount
        + Semaphore.WaiterIds.Count + Queue.ConsumerIds.Count + Countdown.WaiterCount + Changed.WaiterIds.Count + (Gate.IsHeld ? 1 : 0);

    public void Dispose()
    {
        Outside.TrySetResult(0);
        Executor.Finish();
        OtherToken.Dispose();
        Test.Dispose();
    }

    /// <summary>An executor whose work ends when a test says so.</summary>
    public sealed class HeldExecutor : IExecutor
    {
        private Action? _work;

        public Task<T> RunAsync<T>(Func<T> function)
        {
            var outcome = new TaskCompletionSource<T>();
            _work = () => outcome.TrySetResult(function());
            return outcome.Task;
        }

        public void Finish() => _work?.Invoke();
    }
}
