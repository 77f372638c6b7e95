using System.Runtime.ExceptionServices;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The stack in a fault's report ends where the task's code does: below it are the loop and the host, the same in every report.</summary>
[Category("case 31")]
public sealed class FaultStackTests
{
    [Test]
    public void FirstStep_ThrowsBeforeAnyWait_StackIsTheTasksAlone()
    {
        using var test = new TestLoop();
        test.Loop.Start(ThrowAtOnce);
        test.Step();

        Assert.That(test.Log.Errors, Has.One.Contains(nameof(ThrowAtOnce)));
        Assert.That(FramesOfTheLoop(test.Log.Errors.Single()), Is.Empty);
    }

    [Test]
    public void FirstStep_OfATaskWithAResult_StackIsTheTasksAlone()
    {
        using var test = new TestLoop();
        test.Loop.Start(ThrowForAResult);
        test.Step();

        Assert.That(test.Log.Errors, Has.One.Contains(nameof(ThrowForAResult)));
        Assert.That(FramesOfTheLoop(test.Log.Errors.Single()), Is.Empty);
    }

    [Test]
    public void PostedCallback_Throws_StackIsTheCallbacksAlone()
    {
        using var test = new TestLoop();
        test.Loop.Post(() => ThrowAtOnce());
        test.Step();

        Assert.That(test.Log.Errors, Has.One.Contains(nameof(ThrowAtOnce)));
        Assert.That(FramesOfTheLoop(test.Log.Errors.Single()), Is.Empty);
    }

    [Test]
    public void AsyncVoid_Throws_StackIsTheMethodsAlone()
    {
        using var test = new TestLoop();
        static async void Strayed()
        {
            await NextFrame();
            await ThrowAtOnce();
        }

        test.Loop.Start(async () =>
        {
            Strayed();
            await Frames(3);
        });
        test.Step(4);

        Assert.That(test.Log.Errors, Has.One.Contains(nameof(ThrowAtOnce)));
        Assert.That(FramesOfTheLoop(test.Log.Errors.Single()), Is.Empty);
    }

    [Test]
    public void InnerException_ThatWasGivenTheStackOfItsThread_StackEndsAtTheTask()
    {
        // Sockets give theirs this stack.
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            await NextFrame();
            throw new IOException("outer", ExceptionDispatchInfo.SetCurrentStackTrace(new TimeoutException("inner")));
        });
        test.Step(3);

        Assert.That(test.Log.Errors, Has.One.Contains("TimeoutException: inner").And.One.Contains(nameof(FaultStackTests)));
        Assert.That(FramesOfTheLoop(test.Log.Errors.Single()), Is.Empty);
        Assert.That(test.Log.Errors, Has.One.Contains("--- End of inner exception stack trace ---"));
    }

    [Test]
    public void MemberOfTheLoop_ThrowsInATask_StackNamesTheMember()
    {
        using var test = new TestLoop();
        test.Loop.Start(async () =>
        {
            await NextFrame();
            Loop.Post(null!);
        });
        test.Step(3);

        Assert.That(test.Log.Errors, Has.One.Contains("AsyncTick.GameLoop.Post(").And.One.Contains(nameof(FaultStackTests)));
    }

    [Test]
    public void OfTask_WithoutALoop_IsTheExceptionsOwnText()
    {
        var fault = Assert.Throws<FormatException>(() => _ = ThrowAtOnce())!;
        Assert.That(ExceptionText.OfTask(fault), Is.EqualTo(fault.ToString()));
    }

    private static Task ThrowAtOnce() => throw new FormatException("at once");

    private static Task<int> ThrowForAResult() => throw new FormatException("no result");

    private static IEnumerable<string> FramesOfTheLoop(string report) =>
        report.Split('\n').Where(line => line.Contains(" at AsyncTick.", StringComparison.Ordinal) && !line.Contains(" at AsyncTick.Tests.", StringComparison.Ordinal));
}
