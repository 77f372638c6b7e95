using System.Reflection;
using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Diagnostics;

// Each expected line is that of the await in question, taken by the compiler next to it.
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AwaitSiteTests
{
    private readonly TaskCompletionSource _outside = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _expected;
    private int _lastOwn;

    [Test]
    public void PlainTask_DeepInside_IsNamedByTheInnermostAwait()
    {
        using var test = new TestLoop();
        test.Loop.Start(OuterAsync);
        test.Step(2);
        var wait = test.Loop.Tasks.Snapshot()[0].Wait;
        Assert.That(wait.Description, Is.EqualTo(Internals.AreOn ? "code outside the loop, in InnerAsync" : "code outside the loop"));
        Assert.That(wait.Site, Is.EqualTo($"AwaitSiteTests.cs:{Expected}"));
        EndWith(test);
    }

    [Test]
    public void SeveralAwaits_TheOneThatWaitsIsNamed()
    {
        using var test = new TestLoop();
        var second = new TaskCompletionSource<int>();
        test.Loop.Start(async () =>
        {
            await Task.CompletedTask;
            await _outside.Task;
            Expect(); await second.Task.ConfigureAwait(true);
            await Task.CompletedTask;
        });
        _outside.SetResult();
        test.PumpUntil(() => _expected != 0);
        var wait = test.Loop.Tasks.Snapshot()[0].Wait;
        Assert.That(wait.Description, Does.EndWith(Internals.AreOn ? "in lambda" : "outside the loop"));
        Assert.That(wait.Line, Is.EqualTo(Expected));
        second.SetResult(1);
        test.PumpUntil(() => test.Loop.Tasks.Count == 0);
    }

    [Test]
    public void ValueTask_OfAnAsyncMethod_IsFollowed()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () => await ValueAsync());
        test.Step();
        Assert.That(test.Loop.Tasks.Snapshot()[0].Wait.Line, Is.EqualTo(Expected));
        EndWith(test);
    }

    [Test]
    public void OtherTrackedTask_IsWaitedForWhereItIsAwaited()
    {
        using var test = new TestLoop();
        var inner = test.Loop.Start(ValueTaskOuter);
        test.Loop.Start(async () =>
        {
            Expect(); await inner;
        });
        test.Step();
        var wait = test.Loop.Tasks.Snapshot()[1].Wait;
        Assert.That((wait.Description, wait.Line), Is.EqualTo(("task #1", Expected)));
        EndWith(test);
    }

    [Test]
    public void CodeWithoutSymbols_IsAsBefore()
    {
        using var test = new TestLoop();
        test.Loop.Start(() => _outside.Task);
        test.Step();
        Assert.That(test.Loop.Tasks.Snapshot()[0].Wait.ToString(), Is.EqualTo("code outside the loop"));
        EndWith(test);
    }

    [Test]
    public void SymbolSource_IsAskedFirst()
    {
        using var test = new TestLoop();
        var source = new Source();
        test.Loop.AddSymbols(source);
        test.Loop.Start(OuterAsync);
        test.Step(2);
        Assert.That(test.Loop.Tasks.Snapshot()[0].Wait.Line, Is.EqualTo(Expected));
        Assert.That(source.Asked.Contains(typeof(AwaitSiteTests).Assembly), Is.EqualTo(Internals.AreOn));
        EndWith(test);
    }

    // Without a look into private parts of .NET only the last wait with the loop is known, if there was one.
    private int Expected => Internals.AreOn ? _expected : _lastOwn;

    private void EndWith(TestLoop test)
    {
        _outside.SetResult();
        test.PumpUntil(() => test.Loop.Tasks.Count == 0);
    }

    private async Task OuterAsync()
    {
        NoteOwn(); await NextFrame();
        await MiddleAsync(3);
    }

    private async Task<int> MiddleAsync(int value)
    {
        await InnerAsync();
        return value;
    }

    private async Task InnerAsync()
    {
        Expect(); await _outside.Task;
    }

    private async Task ValueTaskOuter() => await ValueAsync();

    private async ValueTask<int> ValueAsync()
    {
        Expect(); await _outside.Task;
        return 1;
    }

    private void NoteOwn([CallerLineNumber] int line = 0) => _lastOwn = line;

    private void Expect([CallerLineNumber] int line = 0) => _expected = line;

    private sealed class Source : ISymbolSource
    {
        public List<Assembly> Asked { get; } = [];

        public Stream? OpenPdb(Assembly assembly)
        {
            Asked.Add(assembly);
            return assembly == typeof(AwaitSiteTests).Assembly ? File.OpenRead(Path.ChangeExtension(assembly.Location, ".pdb")) : null;
        }
    }
}
