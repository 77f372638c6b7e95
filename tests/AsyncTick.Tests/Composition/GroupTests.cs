using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Composition;

public sealed class GroupTests
{
    [Test]
    public void Group_AllEnd_WaitsForEverything()
    {
        using var test = new TestLoop();
        var ended = 0;
        test.Run(async () =>
        {
            await Group(async group =>
            {
                for (var i = 1; i <= 3; i++)
                {
                    var seconds = i;
                    _ = group.Start(() => After(seconds));
                }

                _ = Start(() => After(2));
                await NextFrame();
            });
            Assert.That(ended, Is.EqualTo(4));
        });
        Assert.That(test.Loop.RootScope.Children, Is.Empty);

        async Task After(double seconds)
        {
            await Delay(seconds);
            ended++;
        }
    }

    [Test]
    public void Group_OneFaults_OthersAreCanceledWithParentFaultAndItIsThrown()
    {
        using var test = new TestLoop();
        var reasons = new List<CancelReason>();
        Exception? caught = null;
        test.Run(async () =>
        {
            try
            {
                await Group(async group =>
                {
                    _ = group.Start(Sleeper);
                    _ = group.Start(async () =>
                    {
                        await Frames(3);
                        throw new InvalidOperationException("first");
                    });
                    await Sleeper();
                });
            }
            catch (InvalidOperationException fault)
            {
                caught = fault;
                Assert.That(reasons, Has.Count.EqualTo(2));
            }
        });
        Assert.That(caught?.Message, Is.EqualTo("first"));
        Assert.That(reasons, Is.All.EqualTo(CancelReason.ParentFault));
        Assert.That(test.Log.Errors, Is.Empty);

        async Task Sleeper()
        {
            try
            {
                await Delay(100);
            }
            catch (GameTaskCanceledException canceled)
            {
                reasons.Add(canceled.Reason);
                throw;
            }
        }
    }

    [Test]
    public void Group_SecondFaultDuringCleanup_IsLogged()
    {
        using var test = new TestLoop();
        var caught = "";
        test.Run(async () =>
        {
            try
            {
                await Group(group =>
                {
                    _ = group.Start(async () =>
                    {
                        try
                        {
                            await Delay(100);
                        }
                        finally
                        {
                            throw new InvalidOperationException("second");
                        }
                    });
                    throw new InvalidOperationException("body");
                });
            }
            catch (InvalidOperationException fault)
            {
                caught = fault.Message;
            }
        });
        Assert.That(caught, Is.EqualTo("body"));
        Assert.That(test.Log.Errors.Single(), Does.Contain("second"));
    }

    // cpython #116720: an inner group's failure, handled in between, must not swallow the cancellation from outside.
    [Test]
    public void Group_OuterCanceledWhileInnerFaultIsHandled_CancellationWins()
    {
        using var test = new TestLoop();
        var gate = new AsyncManualResetEvent();
        var after = false;
        var task = test.Loop.Start(async () =>
        {
            await Group(async () =>
            {
                try
                {
                    await Group(inner =>
                    {
                        _ = inner.Start(async () =>
                        {
                            try
                            {
                                await Delay(100);
                            }
                            finally
                            {
                                using (Defer(100))
                                {
                                    await gate.WaitAsync();
                                }
                            }
                        });
                        throw new InvalidOperationException("inner");
                    });
                }
                catch (InvalidOperationException)
                {
                }

                await NextFrame();
                after = true;
            });
            after = true;
        });
        test.Step(2);
        task.Cancel();
        test.Step(2);
        gate.Set();
        test.Step(4);
        Assert.That((task.IsCompleted, after), Is.EqualTo((true, false)));
        Assert.That(((Task)task).IsCanceled);
        Assert.That(test.Log.Errors.Single(), Does.Contain("inner"), "the fault that gave way is not lost");
    }

    [Test]
    public void Group_OneTaskCanceledByHand_OthersGoOn()
    {
        using var test = new TestLoop();
        var ended = false;
        test.Run(async () => await Group(async group =>
        {
            var victim = group.Start(async () => await Delay(100));
            _ = group.Start(async () =>
            {
                await Delay(1);
                ended = true;
            });
            await NextFrame();
            victim.Cancel();
        }));
        Assert.That(ended);
        Assert.That(test.Now, Is.LessThan(2));
    }

    [Test]
    public void Group_StartAfterItsEnd_IsRefused()
    {
        using var test = new TestLoop();
        test.Run(async () =>
        {
            TaskGroup? kept = null;
            await Group(group =>
            {
                kept = group;
                return Task.CompletedTask;
            });
            Assert.That(() => kept!.Start(() => Task.CompletedTask), Throws.TypeOf<ScopeClosedException>());
        });
    }

    [Test]
    public void Group_LoopShutsDown_EndsWithinTheDrain()
    {
        var test = new TestLoop();
        test.Loop.Start(async () => await Group(async group =>
        {
            _ = group.Start(async () => await Delay(100));
            await Race(async () => await Delay(100), () => WithTimeout(50, async () => await Delay(100)));
        }));
        test.Step(2);
        var report = test.Loop.Shutdown();
        Assert.That(report.IsClean);
        Assert.That(test.Log.Errors, Is.Empty);
        test.Dispose();
    }
}
