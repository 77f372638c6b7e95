using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>The last steps of canceled tasks, run outside a frame.</summary>
public sealed class FlushTests
{
    [TestCase(false)]
    [TestCase(true)]
    public void Flush_CanceledScope_RunsItsCleanupAndNobodyElse(bool waitsForFrame)
    {
        using var test = new TestLoop();
        var dying = test.Loop.RootScope.CreateChild("actor");
        var other = test.Loop.RootScope.CreateChild("other");
        var cleaned = 0;
        var frames = 0;
        for (var i = 0; i < 3; i++)
        {
            dying.Start(async () =>
            {
                try
                {
                    while (true)
                    {
                        await Wait(waitsForFrame);
                    }
                }
                finally
                {
                    cleaned++;
                }
            });
        }

        other.Start(async () =>
        {
            while (frames < 10)
            {
                await NextFrame();
                frames++;
            }
        });
        test.Step(2);
        dying.Cancel(CancelReason.EndPlay);
        var frame = test.Loop.FrameNumber;
        var context = SynchronizationContext.Current;
        Assert.That(test.Loop.Flush(dying), Is.True);
        Assert.That((cleaned, frames, test.Loop.FrameNumber), Is.EqualTo((3, 2, frame)));
        Assert.That(SynchronizationContext.Current, Is.SameAs(context));
        test.Step(8);
        Assert.That(frames, Is.EqualTo(10), "no frame of the others was lost or added");

        static async Task Wait(bool frame)
        {
            if (frame)
            {
                await NextFrame();
            }
            else
            {
                await Delay(100);
            }
        }
    }

    [Test]
    public void Flush_CleanupThatHoldsItsCancellationOff_EndsInLaterFrames()
    {
        using var test = new TestLoop();
        var dying = test.Loop.RootScope.CreateChild("actor");
        var cleaned = false;
        dying.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                using (Defer(1))
                {
                    await Frames(2);
                    cleaned = true;
                }
            }
        });
        dying.Cancel(CancelReason.EndPlay);
        Assert.That((test.Loop.Flush(dying), cleaned), Is.EqualTo((false, false)));
        test.Step(4);
        Assert.That(cleaned, Is.True);
    }

    [Test]
    public void Flush_CleanupThatThrows_IsLoggedOnceAndTheRestGoesOn()
    {
        using var test = new TestLoop();
        var dying = test.Loop.RootScope.CreateChild("actor");
        var cleaned = false;
        dying.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                throw new InvalidOperationException("bad cleanup");
            }
        });
        dying.Start(async () =>
        {
            try
            {
                await Delay(100);
            }
            finally
            {
                cleaned = true;
            }
        });
        dying.Cancel(CancelReason.EndPlay);
        Assert.That(test.Loop.Flush(dying), Is.True);
        Assert.That(cleaned, Is.True);
        Assert.That(test.Log.Errors, Has.Count.EqualTo(1).And.One.Contains("bad cleanup"));
    }

    [Test]
    public void Flush_ScopeThatIsNotCanceled_IsRefused()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild("actor");
        Assert.That(() => test.Loop.Flush(scope), Throws.InvalidOperationException.With.Message.Contains("has not been canceled"));
    }
}
