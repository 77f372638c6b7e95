using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

public sealed class TransientLoopTests
{
    [Test]
    public void CreateLoop_PumpedByParent_HasItsOwnClockAndTable()
    {
        using var test = new TestLoop();
        test.Advance(100);
        var scope = test.Loop.RootScope.CreateChild("scope");
        var import = scope.CreateLoop("import");
        var at = 0.0;
        import.Loop.Start(async () =>
        {
            await Delay(2);
            at = Async.Loop.Clocks.Real.Now;
        });
        test.Advance(1);
        Assert.That((import.Loop.Tasks.Count, test.Loop.Tasks.Count), Is.EqualTo((1, 1)));
        Assert.That(test.Loop.Tasks.Snapshot()[0].Name, Is.EqualTo("loop 'import'"));
        test.Advance(2);
        Assert.That(at, Is.EqualTo(2).Within(0.05));
        scope.Cancel();
        test.Step(3);
        Assert.That((import.HasEnded, test.Loop.ChildLoops.Count), Is.EqualTo((true, 0)));
    }

    [Test]
    public void CreateLoop_TimeScale_BendsItsTime()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var slow = scope.CreateLoop("slow");
        slow.TimeScale = 0.5;
        test.Advance(10);
        Assert.That(slow.Loop.Clocks.Real.Now, Is.EqualTo(5).Within(0.05));
        scope.Cancel();
        test.Step(3);
    }

    [Test]
    public void ScopeEnds_LoopWithTasks_CancelsAndDrainsThemWithTheReason()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var import = scope.CreateLoop("import");
        var reason = CancelReason.None;
        var cleaned = false;
        import.Loop.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            catch (GameTaskCanceledException canceled)
            {
                reason = canceled.Reason;
                using (Defer(1))
                {
                    await Frames(3);
                }

                cleaned = true;
            }
        });
        test.Step(2);
        scope.Cancel(CancelReason.EndPlay);
        test.Step(10);
        Assert.That((reason, cleaned, import.HasEnded, scope.State), Is.EqualTo((CancelReason.EndPlay, true, true, ScopeState.Closed)));
        Assert.That(test.Log.Errors, Is.Empty);
        Assert.That(test.Log.Warnings, Is.Empty);
    }

    [Test]
    public void Dispose_TaskThatDoesNotEnd_IsNamedAndLeftBehind()
    {
        using var test = new TestLoop();
        var import = test.Loop.RootScope.CreateLoop("import");
        var never = new TaskCompletionSource();
        import.Loop.Start(() => never.Task, "stubborn");
        test.Step(2);
        var ended = test.Loop.Start(async () => await import.DisposeAsync());
        test.Advance(5);
        Assert.That((ended.IsCompleted, import.HasEnded), Is.EqualTo((true, true)));
        Assert.That(test.Log.Warnings, Has.Some.Contains("stubborn"));
    }

    [Test]
    public void ByHand_PumpedOnlyWhenAsked()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var manual = scope.CreateLoop("manual", drive: LoopDrive.ByHand);
        var steps = 0;
        manual.Loop.Start(async () =>
        {
            while (true)
            {
                await NextFrame();
                steps++;
            }
        });
        test.Step(10);
        Assert.That(steps, Is.Zero);
        manual.Pump();
        manual.Pump();
        Assert.That(steps, Is.EqualTo(2));
        Assert.That(() => scope.CreateLoop("other").Pump(), Throws.InvalidOperationException.With.Message.Contains("ByHand"));
        scope.Cancel();
        test.Step(3);
        Assert.That(manual.HasEnded);
    }

    [Test]
    public void Thread_RunsOffTheGameThreadAndEndsWithItsScope()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var import = scope.CreateLoop("import", drive: LoopDrive.Thread);
        var gameThread = Environment.CurrentManagedThreadId;
        var otherThread = 0;
        test.Run(async () => otherThread = await import.Run(async () =>
        {
            await NextFrame();
            return Environment.CurrentManagedThreadId;
        }));
        Assert.That(otherThread, Is.Not.Zero.And.Not.EqualTo(gameThread));
        var endless = import.Run(async () => await Delay(double.PositiveInfinity));
        scope.Cancel();
        test.PumpUntil(() => import.HasEnded);
        Assert.That(() => endless.IsCompleted, Is.True.After(5000, 10));
        Assert.That(endless.IsCompletedSuccessfully, Is.False);

        // Refused or canceled, as it came in time; seen either way, or the collector would tell the loop of another test.
        Assert.That(endless.Exception?.InnerException, Is.Null.Or.TypeOf<ScopeClosedException>());
    }

    [Test]
    [Category("case 41")]
    public void Thread_OfALoop_IsNeverTheOneThatMadeIt()
    {
        using var test = new TestLoop();
        for (var i = 0; i < 100; i++)
        {
            var scope = test.Loop.RootScope.CreateChild("scope");
            var import = scope.CreateLoop("import", drive: LoopDrive.Thread);
            Assert.That(import.Loop.IsOnLoopThread, Is.False);
            scope.Cancel();
            test.PumpUntil(() => import.HasEnded);
        }
    }

    [Test]
    public void ParentShutsDown_LoopEndsInTheDrain()
    {
        var test = new TestLoop();
        var import = test.Loop.RootScope.CreateLoop("import");
        import.Loop.Start(async () => await Delay(100));
        test.Step(2);
        Assert.That(test.Loop.Shutdown().IsClean);
        Assert.That(import.HasEnded);
        test.Dispose();
    }

    [Test]
    public void Await_AcrossLoops_ComesBackToItsOwn()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("scope");
        var import = scope.CreateLoop("import");
        GameLoop? after = null;
        test.Run(async () =>
        {
            await import.Loop.Start(async () => await Delay(1));
            after = Async.Loop;
        });
        Assert.That(after, Is.SameAs(test.Loop));
        scope.Cancel();
        test.Step(3);
    }
}
