using AsyncTick;
using AsyncTick.Tests;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>Cost, context and frames.</summary>
public sealed partial class AnchorTableTests
{
    [Test]
    public void Cost_OfAPost_IsNoByte([Values] bool fromAnotherThread)
    {
        using var editor = new EditorSession();
        SynchronizationContext? context = null;
        UnrealTasks.Start(
            async () =>
            {
                context = SynchronizationContext.Current;
                await Delay(1000);
            },
            TaskLifetime.Editor);
        editor.Tick();
        var ran = 0;
        SendOrPostCallback callback = _ => ran++;

        // The queue is as long as it needs to be after the first rounds; the engine of the tests allocates in its own frames.
        long posting = 0;
        for (var round = 0; round < 4; round++)
        {
            // Without the test framework's AsyncLocal values, which the callbacks would be given.
            posting = fromAnotherThread ? Elsewhere(Post) : Here(Post);
            editor.Tick();
        }

        Assert.That((posting, ran), Is.EqualTo((0L, 4004)));

        long Post()
        {
            // The runtime makes some things of a thread when it is first asked for them.
            context!.Post(callback, null);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                context.Post(callback, null);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        static long Elsewhere(Func<long> work)
        {
            long result = 0;
            var thread = new Thread(() => result = work());
            thread.UnsafeStart();
            thread.Join();
            return result;
        }

        static long Here(Func<long> work)
        {
            using (ExecutionContext.SuppressFlow())
            {
                return work();
            }
        }
    }

    [Test]
    public void Cost_OfAwaitingACompletedTask_IsNoByteAndNoFrame()
    {
        using var editor = new EditorSession();
        long bytes = -1;
        long frames = -1;
        var result = Task.FromResult(1);
        UnrealTasks.Start(
            async () =>
            {
                for (var round = 0; round < 3; round++)
                {
                    var frame = Loop.FrameNumber;
                    var before = GC.GetAllocatedBytesForCurrentThread();
                    for (var i = 0; i < 1000; i++)
                    {
                        await Task.CompletedTask;
                        _ = await result;
                    }

                    bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                    frames = Loop.FrameNumber - frame;
                }
            },
            TaskLifetime.Editor);
        editor.Tick();
        Assert.That((bytes, frames), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public void Cost_OfAWaitForAFrame_IsNoByte()
    {
        using var editor = new EditorSession();
        var one = BytesOfAFrame(1);
        Assert.That(BytesOfAFrame(99), Is.EqualTo(one), "what a frame allocates is the stand-in's, and does not grow with the tasks");

        long BytesOfAFrame(int furtherTasks)
        {
            for (var i = 0; i < furtherTasks; i++)
            {
                UnrealTasks.Start(
                    async () =>
                    {
                        while (true)
                        {
                            await NextFrame();
                        }
                    },
                    TaskLifetime.Editor);
            }

            editor.Tick(10);
            return Allocation.Of(() => editor.Tick());
        }
    }

    [Test]
    public void Context_OfTheCaller_IsAsItWas([Values] bool hasOne)
    {
        using var editor = new EditorSession();
        var own = hasOne ? new SynchronizationContext() : null;
        SynchronizationContext.SetSynchronizationContext(own);
        try
        {
            SynchronizationContext? inside = null;
            UnrealTasks.Start(
                async () =>
                {
                    inside = SynchronizationContext.Current;
                    await NextFrame();
                },
                TaskLifetime.Editor);
            Assert.That(SynchronizationContext.Current, Is.SameAs(own));
            editor.Tick(2);
            Assert.That(SynchronizationContext.Current, Is.SameAs(own));
            Assert.That(inside, Is.InstanceOf<TaskContext>());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    [Test]
    public void Frames_OneStepEach_WithDeltaPauseAndTimeScale()
    {
        using var editor = new EditorSession();
        var world = editor.Engine.BeginPlaySession();
        List<long> frames = [];
        var seconds = 0.0;
        UnrealTasks.Start(world, async () =>
        {
            var clock = Scope.Clocks.Game;
            while (true)
            {
                var before = clock.Now;
                await NextFrame();
                frames.Add(editor.Engine.FrameNumber);
                seconds += clock.Now - before;
            }
        });
        var first = editor.Engine.FrameNumber;
        editor.Tick(5, 0.1);
        Assert.That(frames, Is.EqualTo(Enumerable.Range(1, 5).Select(step => first + step)), "strictly once a frame");
        Assert.That(seconds, Is.EqualTo(0.5).Within(1e-6));

        world.Dilate(0.5);
        editor.Tick(5, 0.1);
        Assert.That(seconds, Is.EqualTo(0.75).Within(1e-6));
        world.Pause();
        editor.Tick(5, 0.1);
        Assert.That((frames.Count, seconds), Is.EqualTo((15, 0.75)).Using<(int, double)>((a, b) => a.Item1 == b.Item1 && Math.Abs(a.Item2 - b.Item2) < 1e-6), "frames go on while game time stands");
    }
}
