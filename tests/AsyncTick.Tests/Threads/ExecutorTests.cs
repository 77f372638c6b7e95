using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Executors at their end, and executors that do not keep to their contract.</summary>
public sealed class ExecutorTests
{
    [Test]
    public void Dispose_Twice_IsFine()
    {
        var executor = new ThreadExecutor("own");
        executor.Dispose();
        Assert.That(executor.Dispose, Throws.Nothing);
    }

    [Test]
    public void Run_AfterDispose_NamesTheExecutor()
    {
        var executor = new ThreadExecutor("own");
        executor.Dispose();
        using var test = new TestLoop();
        Assert.That(
            () => test.Run(async () => await RunInExecutor(executor, static () => 1)),
            Throws.InstanceOf<ObjectDisposedException>().With.Message.Contains("'own'").And.Property("ObjectName").EqualTo(nameof(ThreadExecutor)));
    }

    [Test]
    public void Run_ByAnExecutorThatReturnsNull_SaysSo()
    {
        using var test = new TestLoop();
        Assert.That(() => test.Run(async () => await RunInExecutor(new NullExecutor(), static () => 1)), Throws.InvalidOperationException.With.Message.Contains("executor returned null"));
        Assert.That(test.Loop.Stats.OffThread, Is.Zero);
    }

    private sealed class NullExecutor : IExecutor
    {
        public Task<T> RunAsync<T>(Func<T> function) => null!;
    }
}
