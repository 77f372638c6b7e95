using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>Pooled methods that are awaited, in a loop and outside of one.</summary>
public sealed class PooledTaskTests
{
    [Test]
    public void Await_Result_IsThatOfTheCall()
    {
        using var test = new TestLoop();
        var sum = 0;
        test.Run(async () =>
        {
            for (var i = 0; i < 5; i++)
            {
                sum += await Add(i, 10);
            }
        });
        Assert.That(sum, Is.EqualTo(60));
        static async PooledTask<int> Add(int a, int b)
        {
            await NextFrame();
            return a + b;
        }
    }

    [Test]
    public void Await_NeverWaits_GoesOnInPlace()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => Assert.That(await Seven(), Is.EqualTo(7)));
        Assert.That(task.IsCompleted, Is.True);
        static async PooledTask<int> Seven()
        {
            await PooledTask.CompletedTask;
            return await new PooledTask<int>(7);
        }
    }

    [Test]
    public void Await_ManyAtOnce_EachHasItsOwnState()
    {
        using var test = new TestLoop();
        var wrong = 0;
        var right = 0;
        for (var i = 0; i < 50; i++)
        {
            var number = i;
            test.Loop.Start(async () =>
            {
                for (var round = 0; round < 5; round++)
                {
                    if (await Echo(number, 1 + (number % 7)) == number)
                    {
                        right++;
                    }
                    else
                    {
                        wrong++;
                    }
                }
            });
        }

        test.Step(50);
        Assert.That((right, wrong), Is.EqualTo((250, 0)));
        static async PooledTask<int> Echo(int number, int frames)
        {
            await Frames(frames);
            return number;
        }
    }

    [Test]
    public void Await_Recursion_Unwinds()
    {
        using var test = new TestLoop();
        var depth = 0;
        test.Run(async () => depth = await Descend(20_000));
        Assert.That(depth, Is.EqualTo(20_000));
        static async PooledTask<int> Descend(int left)
        {
            if (left % 500 == 0)
            {
                // Descending is recursion as well; this only keeps the way down from being the limit.
                await NextFrame();
            }

            return left == 0 ? 0 : 1 + await Descend(left - 1);
        }
    }

    [Test]
    public void Await_Started_ThenAwaitedLater_HasItsResult()
    {
        using var test = new TestLoop();
        var seen = 0;
        test.Run(async () =>
        {
            var early = Later(1);
            var late = Later(5);
            await Frames(3);
            seen = (await early * 10) + await late;
        });
        Assert.That(seen, Is.EqualTo(15));
        static async PooledTask<int> Later(int frames)
        {
            await Frames(frames);
            return frames;
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Await_Fault_IsThrownWithItsStack(bool waitsFirst)
    {
        using var test = new TestLoop();
        Exception? seen = null;
        test.Run(async () =>
        {
            try
            {
                await Fail(waitsFirst);
            }
            catch (InvalidOperationException fault)
            {
                seen = fault;
            }
        });
        Assert.That(seen!.StackTrace, Does.Contain(nameof(Fail)));
        Assert.That((seen.Message, test.Log.Errors.Count), Is.EqualTo(("failed", 0)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Await_Cancellation_IsTheSameException(bool waitsFirst)
    {
        using var test = new TestLoop();
        var thrown = new OperationCanceledException("mine");
        Exception? seen = null;
        test.Run(async () =>
        {
            try
            {
                await Throw(thrown, waitsFirst);
            }
            catch (OperationCanceledException canceled)
            {
                seen = canceled;
            }
        });
        Assert.That(seen, Is.SameAs(thrown));
    }

    [Test]
    public void Await_CallAfterAFault_IsClean()
    {
        using var test = new TestLoop();
        var sum = 0;
        test.Run(async () =>
        {
            for (var i = 0; i < 6; i++)
            {
                try
                {
                    sum += await Sometimes(i);
                }
                catch (InvalidOperationException)
                {
                    sum += 100;
                }
            }
        });
        Assert.That(sum, Is.EqualTo(309));
        static async PooledTask<int> Sometimes(int number)
        {
            await NextFrame();
            return number % 2 == 0 ? throw new InvalidOperationException() : number;
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void AsTask_AwaitedTwice_GivesTheResultTwice(bool waits)
    {
        using var test = new TestLoop();
        var sum = 0;
        test.Run(async () =>
        {
            var plain = Nine(waits).AsTask();
            sum = await plain + await plain;
        });
        Assert.That(sum, Is.EqualTo(18));
        static async PooledTask<int> Nine(bool waits)
        {
            if (waits)
            {
                await NextFrame();
            }

            return 9;
        }
    }

    [TestCase(false)]
    [TestCase(true)]
    public void AsTask_Fault_IsInTheTask(bool waitsFirst)
    {
        using var test = new TestLoop();
        Task? plain = null;
        test.Run(async () =>
        {
            plain = Fail(waitsFirst).AsTask();
            await Frames(3);
        });
        Assert.That(plain!.Exception!.InnerException!.Message, Is.EqualTo("failed"));
    }

    [Test]
    public void AsTask_Cancellation_CancelsTheTask()
    {
        using var test = new TestLoop();
        Task? plain = null;
        test.Run(async () =>
        {
            plain = Throw(new OperationCanceledException(), waitsFirst: true).AsTask();
            await Frames(3);
        });
        Assert.That(plain!.IsCanceled, Is.True);
    }

    [Test]
    public void WhenAll_OfAsTask_Works()
    {
        using var test = new TestLoop();
        var results = Array.Empty<int>();
        test.Run(async () => results = await Task.WhenAll(Late(3).AsTask(), Late(1).AsTask()));
        Assert.That(results, Is.EqualTo(new[] { 3, 1 }));
        static async PooledTask<int> Late(int frames)
        {
            await Frames(frames);
            return frames;
        }
    }

    [Test]
    public void Reentrancy_CompletedInsideACallThatReusesTheObject_KeepsApart()
    {
        using var test = new TestLoop();
        var trace = new Trace();
        var gate = new AsyncManualResetEvent();
        test.Loop.Start(async () =>
        {
            // The second call takes the first one's object while the first one's last step is still on the stack.
            trace.Add(await Through(gate, "a"));
            trace.Add(await Through(gate, "b"));
            gate.Reset();
            trace.Add(await Through(gate, "c"));
        });
        gate.Set();
        test.Step(3);
        Assert.That(trace.ToString(), Is.EqualTo("a b"));
        gate.Set();
        test.Step();
        Assert.That(trace.ToString(), Is.EqualTo("a b c"));
        static async PooledTask<string> Through(AsyncManualResetEvent gate, string name)
        {
            await NextFrame();
            await gate.WaitAsync();
            return name;
        }
    }

    [Test]
    public void LoopDisposed_CallStillWaits_IsLeftAsAnyTaskIs()
    {
        var test = new TestLoop();
        var gate = new TaskCompletionSource();
        var went = false;
        test.Loop.Start(async PooledTask () =>
        {
            await gate.Task;
            went = true;
        }, "left");
        Assert.That(test.Dispose, Throws.TypeOf<TestLoopException>());
        gate.SetResult();
        Assert.That(went, Is.False);
        Assert.That(() => test.Loop.Start(async PooledTask () => await NextFrame()), Throws.TypeOf<ObjectDisposedException>());
    }

    private static async PooledTask Fail(bool waitsFirst) => await Throw(new InvalidOperationException("failed"), waitsFirst);

    private static async PooledTask Throw(Exception fault, bool waitsFirst)
    {
        if (waitsFirst)
        {
            await NextFrame();
        }

        throw fault;
    }
}
