using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>Exceptions that throw when they are asked for their text: the report names what can be known, and the frame goes on.</summary>
public sealed class ExceptionTextTests
{
    [Test]
    public void Text_OfAnOrdinaryException_IsItsOwn()
    {
        var fault = new InvalidOperationException("first\r\nsecond ");
        Assert.That(ExceptionText.Message(fault), Is.EqualTo(fault.Message));
        Assert.That(ExceptionText.MessageLine(fault), Is.EqualTo("first second"));
        Assert.That(ExceptionText.Full(fault), Is.EqualTo(fault.ToString()));
    }

    [Test]
    public void Text_OfOneThatThrows_NamesTypesAndThrowingMethod()
    {
        var fault = Assert.Throws<MuteException>(Throw)!;
        Assert.That(ExceptionText.Message(fault), Does.Contain("InvalidOperationException"));
        Assert.That(ExceptionText.Full(fault), Does.Contain("MuteException").And.Contain(nameof(Throw)));
    }

    [Test]
    [Category("case 44")]
    public void TaskFault_OfOneThatThrows_IsReportedAndTheFrameGoesOn()
    {
        using var test = new TestLoop();
        var others = 0;
        test.Loop.Start(ThrowNextFrame, "bad");
        test.Loop.Start(async () =>
        {
            for (; others < 3; others++)
            {
                await NextFrame();
            }
        });
        test.Step(4);
        Assert.That(others, Is.EqualTo(3));
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1).And.One.Contains("'bad'").And.One.Contains("MuteException").And.One.Contains(nameof(ThrowNextFrame)));
    }

    [Test]
    public void FaultedHandler_ThrowsOneThatThrows_IsReportedAndTheFrameGoesOn()
    {
        using var test = new TestLoop();
        test.Loop.Faulted += _ => Throw();
        test.Loop.Start(() => throw new InvalidOperationException("the task"), "patrol");
        test.Step(2);
        Assert.That(test.Log.Errors, Has.One.Contains("the task").And.One.Contains("MuteException"));
    }

    [Test]
    public void WorldHook_ThrowsOneThatThrows_StepRunsAllTheSame()
    {
        using var test = new TestLoop(new GameLoopOptions { Name = "test", CurrentWorldChanged = _ => Throw() });
        var ran = false;
        test.Loop.Post(() => ran = true);
        test.Step();
        Assert.That(ran, Is.True);
        Assert.That(test.Log.Errors, Has.One.Contains("MuteException"));
    }

    [Test]
    public void Retry_FailsWithOneThatThrows_IsTriedAgain()
    {
        using var test = new TestLoop();
        var tries = 0;
        test.Run(async () => await Retry(new RetryPolicy { Attempts = 2 }, _ =>
        {
            if (++tries == 1)
            {
                Throw();
            }

            return Task.CompletedTask;
        }));
        Assert.That(tries, Is.EqualTo(2));
    }

    private static void Throw() => throw new MuteException();

    private static async Task ThrowNextFrame()
    {
        await NextFrame();
        throw new MuteException();
    }
}
