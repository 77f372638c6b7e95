using System.Diagnostics;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Diagnostics;

/// <summary>An activity for each task while a listener wants them. A listener hears every loop of the process, so each test has a scope of its own name.</summary>
[NonParallelizable]
public sealed class ActivityTests
{
    [Test]
    public void Activity_OfATask_IsCurrentInItsCodeAndBelowItsStarter()
    {
        using var test = new TestLoop();
        using var listening = new Listening();
        Activity? inside = null, later = null, after = null;
        test.Loop.Start(
            async () =>
            {
                inside = Activity.Current;
                Start(async () => await Delay(1), "child");
                after = Activity.Current;
                await NextFrame();
                later = Activity.Current;
            },
            "parent");
        Assert.That(Activity.Current, Is.Null, "nothing stays with the code that starts a task");
        test.Loop.Start(async () => Assert.That(Activity.Current?.DisplayName, Is.EqualTo("other")), "other");
        test.Step(2);
        test.Advance(1.1);
        var parent = listening.Of("parent");
        Assert.That(new[] { inside, later, after }, Is.All.SameAs(parent));
        Assert.That(listening.Of("child").ParentSpanId, Is.EqualTo(parent.SpanId));
        Assert.That(listening.Of("other").Parent, Is.Null);
        Assert.That(parent.Status, Is.EqualTo(ActivityStatusCode.Unset));
        Assert.That(
            parent.TagObjects.Select(static tag => tag.Key),
            Is.EqualTo(["asynctick.loop", "asynctick.task.id", "asynctick.scope", "code.file.path", "code.line.number", "asynctick.task.state", "asynctick.task.resumes"]));
        Assert.That((parent.GetTagItem("asynctick.loop"), parent.GetTagItem("asynctick.task.state"), parent.GetTagItem("asynctick.task.resumes")), Is.EqualTo(("test", "Completed", 1L)));
        Assert.That((string)parent.GetTagItem("code.file.path")!, Does.EndWith("ActivityTests.cs"));
    }

    [Test]
    public void Activity_OfATaskThatFails_HasTheException_AndThatOfACanceledOneHasNoError()
    {
        using var test = new TestLoop(new GameLoopOptions { SlowStepSeconds = 5 });
        using var listening = new Listening();
        test.Loop.Start(
            async () =>
            {
                await NextFrame();
                throw new InvalidOperationException("no ammunition");
            },
            "faulty");
        var canceled = test.Loop.Start(async () => await Delay(100), "canceled");
        test.Step();
        canceled.Cancel();
        test.Step();
        var faulty = listening.Of("faulty");
        Assert.That((faulty.Status, faulty.StatusDescription), Is.EqualTo((ActivityStatusCode.Error, "no ammunition")));
        Assert.That(faulty.Events.Single().Tags.Single(static tag => tag.Key == "exception.type").Value, Is.EqualTo("System.InvalidOperationException"));
        Assert.That((listening.Of("canceled").Status, listening.Of("canceled").GetTagItem("asynctick.task.state")), Is.EqualTo((ActivityStatusCode.Unset, "Canceled")));
    }

    [Test]
    public void Activity_OfWhatTheTaskCallsOnOtherThreads_IsBelowIt()
    {
        using var test = new TestLoop();
        using var listening = new Listening();
        ActivitySpanId seen = default;
        var task = test.Loop.Start(async () => seen = await Task.Run(static () => Activity.Current!.SpanId), "outside");
        test.PumpUntil(() => task.IsCompleted);
        test.Step();
        Assert.That(listening.Of("outside").SpanId, Is.EqualTo(seen));
    }

    [Test]
    public void Activity_ListenerThatThrows_StopsNoTask()
    {
        using var test = new TestLoop();
        using var listening = new Listening { Throws = true };
        var task = test.Loop.Start(async () => await NextFrame(), "guarded");
        test.Step();
        Assert.That(task.IsCompleted);
        Assert.That(test.Log.Lines.Select(static line => line.Text), Has.Some.Contains("A listener of the activities of 'AsyncTick' threw"));
    }

    [Test]
    public void Activity_NobodyListens_CostsNoBytes()
    {
        using var test = new TestLoop();
        var plain = Cost(test);
        long listened;
        using (new Listening())
        {
            listened = Cost(test);
        }

        Assert.That(Cost(test), Is.EqualTo(plain));
        Assert.That(listened, Is.GreaterThan(plain));
    }

    // Of a task that is over with its first step: its own context, and nothing besides.
    private static long Cost(TestLoop test)
    {
        Func<Task> body = static () => Task.CompletedTask;
        return Allocation.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                test.Loop.RootScope.Start(body, "cheap");
            }

            test.Step();
        });
    }

    private sealed class Listening : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly List<Activity> _stopped = [];

        public Listening()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == "AsyncTick",
                Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity =>
                {
                    _stopped.Add(activity);
                    if (Throws)
                    {
                        throw new InvalidOperationException("a broken listener");
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public bool Throws { get; init; }

        public Activity Of(string name) => _stopped.Single(activity => activity.DisplayName == name);

        public void Dispose() => _listener.Dispose();
    }
}
