using System.Runtime.CompilerServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Deep trees of scopes need no deep stack.</summary>
public sealed class DeepTreeTests
{
    private const int Scopes = 5000;
    private const int Groups = 10_000;
    private const int SmallStack = 1 << 20;

    [Test]
    public void NestedScopes_OnASmallStack_AreWalkedAndCanceled() => OnSmallStack(static () =>
    {
        using var test = new TestLoop();
        var ended = 0;
        var scope = test.Loop.RootScope.CreateChild("top");
        var top = scope;
        for (var i = 0; i < Scopes; i++)
        {
            scope = scope.CreateChild("x");
            scope.Start(async () =>
            {
                try
                {
                    await Delay(1e6);
                }
                finally
                {
                    ended++;
                }
            });
        }

        top.Pause();
        top.Resume();
        Assert.That(scope.Path, Has.Length.GreaterThan(Scopes * 2));
        Assert.That(test.Loop.Tasks.Cancel(-1), Is.False);
        top.Cancel();
        test.Step(30);
        Assert.That(ended, Is.EqualTo(Scopes));
        Assert.That(top.State, Is.EqualTo(ScopeState.Closed));
    });

    [Test]
    public void NestedScopes_OnASmallStack_AreAbandoned() => OnSmallStack(static () =>
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "t", RepeatSeconds = 0 });
        var gate = new TaskCompletionSource();
        var top = test.Loop.RootScope.CreateChild("top");
        var scope = top;
        for (var i = 0; i < Scopes; i++)
        {
            scope = scope.CreateChild("x");
        }

        scope.Start(() => gate.Task);
        Assert.That(top.Abandon(), Is.EqualTo(1));
        Assert.That(scope.IsAbandoned);
        test.Step(2);
    });

    [Test]
    public void NestedGroups_OnASmallStack_AreCanceled() => OnSmallStack(static () =>
    {
        using var test = new TestLoop();
        var depth = 0;
        var ended = 0;
        async Task Nest()
        {
            depth++;
            await NextFrame();
            try
            {
                if (depth < Groups)
                {
                    await Group(Nest);
                }
                else
                {
                    await Delay(1e6);
                }
            }
            finally
            {
                ended++;
            }
        }

        var task = test.Loop.Start(Nest);
        test.Step(Groups + 10);
        Assert.That(depth, Is.EqualTo(Groups));
        task.Cancel();
        for (var i = 0; i < Groups * 4 && test.Loop.Tasks.Count > 0; i++)
        {
            test.Step();
        }

        Assert.That(ended, Is.EqualTo(Groups));
    });

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OnSmallStack(Action action)
    {
        Exception? fault = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (Exception thrown)
                {
                    fault = thrown;
                }
            },
            SmallStack);
        thread.Start();
        Assert.That(thread.Join(TimeSpan.FromSeconds(120)));
        if (fault is not null)
        {
            throw new AssertionException(fault.ToString());
        }
    }
}
