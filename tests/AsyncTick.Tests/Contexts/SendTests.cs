using AsyncTick.Testing;

namespace AsyncTick.Tests;

/// <summary>Blocking calls and posts onto the loop's thread, also after the loop's end.</summary>
public sealed class SendTests
{
    [Test]
    public void Send_OnTheLoopsThread_RunsAtOnce()
    {
        using var test = new TestLoop();
        var context = ContextOf(test);
        var ran = false;
        context.Send(_ => ran = true, null);
        Assert.That(ran, Is.True);
    }

    [Test]
    public void Send_FromAnotherThread_ReturnsAfterItRan()
    {
        using var test = new TestLoop();
        var context = ContextOf(test);
        var onLoop = false;
        var seenAfter = false;
        var sender = FromThread.Begin(() =>
        {
            context.Send(state => onLoop = test.Loop.IsOnLoopThread && (string?)state == "x", "x");
            seenAfter = onLoop;
        });
        test.PumpUntil(() => !sender.Thread.IsAlive);
        FromThread.Join(sender);
        Assert.That(seenAfter, Is.True);
    }

    [Test]
    public void Send_Throws_IsThrownAtTheSender()
    {
        using var test = new TestLoop();
        var context = ContextOf(test);
        var sender = FromThread.Begin(() => Assert.That(() => context.Send(_ => throw new InvalidOperationException("sent"), null), Throws.InvalidOperationException.With.Message.EqualTo("sent")));
        test.PumpUntil(() => !sender.Thread.IsAlive);
        FromThread.Join(sender);
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Send_ToADisposedLoop_SaysSo()
    {
        var test = new TestLoop();
        var context = ContextOf(test);
        test.Dispose();
        FromThread.Run(() => Assert.That(() => context.Send(_ => { }, null), Throws.InstanceOf<ObjectDisposedException>()));
    }

    [Test]
    public void Send_LoopDisposedMeanwhile_SaysSo()
    {
        var test = new TestLoop();
        var context = ContextOf(test);
        using var sending = new ManualResetEventSlim();
        var sender = FromThread.Begin(() =>
        {
            sending.Set();
            try
            {
                context.Send(_ => { }, null);
            }
            catch (ObjectDisposedException)
            {
                // Or it was taken by the drain; either way the sender goes on.
            }
        });
        sending.Wait();
        test.Dispose();
        FromThread.Join(sender);
    }

    [Test]
    public void Post_ToADisposedLoop_IsRefused()
    {
        var test = new TestLoop();
        test.Dispose();
        Assert.That(() => test.Loop.Post(() => { }), Throws.InstanceOf<ObjectDisposedException>());
    }

    [Test]
    public void ContextPost_ToADisposedLoop_IsDroppedAndLogged()
    {
        var test = new TestLoop();
        var context = ContextOf(test);
        test.Dispose();
        Assert.That(() => context.Post(_ => Assert.Fail("ran"), null), Throws.Nothing);
        Assert.That(test.Log.Lines, Has.Some.Matches<(LogVerbosity, string Text)>(line => line.Text.Contains("after its end", StringComparison.Ordinal)));
    }

    [Test]
    public void Token_CanceledAfterTheLoopsEnd_DoesNotThrow()
    {
        using var source = new CancellationTokenSource();
        var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            while (true)
            {
                try
                {
                    using (Async.Defer(1000))
                    {
                        await Async.Delay(1000, source.Token);
                    }
                }
                catch (OperationCanceledException)
                {
                }
            }
        });
        test.Loop.Shutdown(2, 0.01);
        test.Loop.Dispose();
        Assert.That(source.Cancel, Throws.Nothing);
    }

    [Test]
    public void ScopeCancel_FromAThreadAfterTheLoopsEnd_DoesNothing()
    {
        var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        test.Dispose();
        FromThread.Run(() => Assert.That(() => scope.Cancel(), Throws.Nothing));
    }

    [Test]
    public void Event_SetFromAThreadAfterTheLoopsEnd_DoesNotThrow()
    {
        var test = new TestLoop();
        var gun = new AsyncManualResetEvent();
        test.Loop.Start(async () => await gun.WaitAsync());
        test.Loop.Dispose();
        FromThread.Run(() => Assert.That(gun.Set, Throws.Nothing));
    }

    private static SynchronizationContext ContextOf(TestLoop test)
    {
        SynchronizationContext? context = null;
        test.Loop.Start(() =>
        {
            context = SynchronizationContext.Current;
            return Task.CompletedTask;
        });
        test.Step();
        return context!;
    }
}
