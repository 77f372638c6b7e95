using System.Diagnostics;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>A task that has been quick for a while is stepped without the framework's detour; nothing else about it may change.</summary>
public sealed class DirectResumeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private readonly AsyncLocal<string?> _value = new();

    [Test]
    public void HotTask_Steps_WithoutTheDetour()
    {
        using var test = StartLoop();
        var hot = new HotTask();
        Start(test, () => hot.RunAsync(static () => { }));
        hot.BecomeDirect(test);
        Assert.That(hot.IsDirect, Is.EqualTo(Internals.AreOn));
        hot.Stop(test);
    }

    [Test]
    public void HotTask_SetsAsyncLocal_KeepsItAndShowsItToNobody()
    {
        using var test = StartLoop();
        var hot = new HotTask();
        var seen = new List<string?>();
        var others = new List<string?>();
        var sets = false;
        Start(test, () => hot.RunAsync(() =>
        {
            if (sets)
            {
                seen.Add(_value.Value);
                _value.Value = $"{seen.Count}";
            }
        }));
        var other = new HotTask();
        Start(test, () => other.RunAsync(() =>
        {
            if (sets)
            {
                others.Add(_value.Value);
            }
        }));
        hot.BecomeDirect(test);
        other.BecomeDirect(test);

        sets = true;
        test.Step(4);
        sets = false;

        Assert.That(seen, Is.EqualTo(new[] { null, "1", "2", "3" }));
        Assert.That(others, Is.All.Null);
        Assert.That(_value.Value, Is.Null);
        other.Stop(test);
    }

    [Test]
    public void HotTask_HostHasValues_SeesNoneAndLeavesThem()
    {
        using var test = StartLoop();
        var hot = new HotTask();
        var seen = "nothing";
        Start(test, () => hot.RunAsync(() => seen = _value.Value));
        hot.BecomeDirect(test);

        _value.Value = "host";
        test.Step();

        Assert.That(seen, Is.Null);
        Assert.That(_value.Value, Is.EqualTo("host"));
        hot.Stop(test);
    }

    [Test]
    public void HotTask_SuppressesFlowForAStep_NextTaskAndHostAreNotSuppressed()
    {
        using var test = StartLoop();
        var hot = new HotTask();
        var suppress = false;
        var isSuppressedElsewhere = false;
        Start(test, () => hot.RunAsync(() =>
        {
            if (suppress)
            {
                ExecutionContext.SuppressFlow();
                suppress = false;
            }
        }));
        var other = new HotTask();
        Start(test, () => other.RunAsync(() => isSuppressedElsewhere |= ExecutionContext.IsFlowSuppressed()));
        hot.BecomeDirect(test);
        other.BecomeDirect(test);

        suppress = true;
        test.Step(3);

        Assert.That(isSuppressedElsewhere, Is.False);
        Assert.That(ExecutionContext.IsFlowSuppressed(), Is.False);
        other.Stop(test);
    }

    [Test]
    public void HotTask_SuppressesFlowAcrossAWait_WhatItSetsStaysItsOwn()
    {
        using var test = StartLoop();
        var hot = new HotTask();
        var frame = 0;
        Start(test, () => hot.RunAsync(() =>
        {
            if (frame == 1)
            {
                ExecutionContext.SuppressFlow();
            }
            else if (frame == 2)
            {
                _value.Value = "hot";
            }
        }));
        var other = new HotTask();
        var others = new List<string?>();
        Start(test, () => other.RunAsync(() =>
        {
            if (frame > 0)
            {
                others.Add(_value.Value);
            }
        }));
        hot.BecomeDirect(test);
        other.BecomeDirect(test);

        // The looks have cost the tasks their trust for a while.
        test.Step(3000);
        for (frame = 1; frame <= 5; frame++)
        {
            test.Step();
        }

        Assert.That(others, Has.Count.EqualTo(5).And.All.Null);
        Assert.That(_value.Value, Is.Null);
        frame = 0;
        other.Stop(test);
    }

    [Test]
    public void HotTask_Ends_HoldsNothingOfItsMethod()
    {
        using var test = StartLoop();
        var hot = new HotTask();
        var (task, held) = StartHolding(test, hot);
        hot.BecomeDirect(test);
        hot.Stop(test);

        Assert.That(task.IsCompletedSuccessfully);
        Assert.That(hot.IsWrong, Is.False);
        GC.Collect();
        Assert.That(held.IsAlive, Is.False);
        GC.KeepAlive(task);
    }

    [Test]
    public void HotTask_EndsWhileADebuggerListsTasks_LeavesTheList()
    {
        const System.Reflection.BindingFlags Statics = System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic;
        var isListing = typeof(Task).GetField("s_asyncDebuggingEnabled", Statics)!;
        var list = typeof(Task).GetMethod("GetActiveTaskFromId", Statics | System.Reflection.BindingFlags.Public)!;
        bool IsListed(Task task) => list.Invoke(null, [task.Id]) == task;

        // .NET 11 has read the switch when the first task was made, and reads it again when it is told to.
        var synchronize = typeof(Task).Assembly.GetType("System.Runtime.CompilerServices.AsyncInstrumentation")?.GetMethod("SynchronizeFlags", Statics);
        isListing.SetValue(null, true);
        synchronize?.Invoke(null, null);
        try
        {
            using var test = StartLoop();
            var hot = new HotTask();
            var task = Start(test, () => hot.RunAsync(static () => { }));
            hot.BecomeDirect(test);
            Assert.That(IsListed(task));
            hot.Stop(test);

            Assert.That(IsListed(task), Is.False);
        }
        finally
        {
            isListing.SetValue(null, false);
            synchronize?.Invoke(null, null);
        }
    }

    [Test]
    public void HotTask_Throws_IsReportedWithItsLine()
    {
        using var test = StartLoop();
        var hot = new HotTask();
        var throws = false;
        var task = Start(test, () => hot.RunAsync(() =>
        {
            if (throws)
            {
                throw new InvalidOperationException("hot");
            }
        }));
        hot.BecomeDirect(test);

        throws = true;
        test.Step();

        Assert.That(test.Log.Lines.Any(line => line.Text.Contains("hot") && line.Text.Contains("DirectResumeTests.cs")), Is.EqualTo(Internals.AreOn));
        Internals.LookAt(task);
        Assert.That($"{task.Exception}", Does.Contain("hot").And.Contain("DirectResumeTests.cs"));
        Assert.That(test.Loop.Tasks.Count, Is.EqualTo(1));
        test.Loop.RootScope.Cancel();
        test.Step();
    }

    [TestCase("free")]
    [TestCase("costly")]
    [TestCase("mixed")]
    public void RandomProgram_HostWithoutValues_DoesWhatTheModelSays(string profile)
    {
        using var other = new OtherThread();
        ExecutionContext.Run(
            Host.NoValues,
            _ =>
            {
                for (var seed = 1; seed <= 10; seed++)
                {
                    StressRun.Compare(StressGenerator.Make(StressProfile.All.Single(each => each.Name == profile), seed, 300), static of => new ModelLoop(of), other);
                }
            },
            null);
    }

    // A test runs with values of its framework's, which tasks that it starts would carry on.
    private static Task Start(TestLoop test, Func<Task> body)
    {
        Task? task = null;
        ExecutionContext.Run(Host.NoValues, _ => task = test.Loop.Start(body).Task, null);
        return task!;
    }

    // The first step of a frame finds out which world is current and so is never a direct one.
    private static TestLoop StartLoop()
    {
        var test = new TestLoop();
        test.Loop.RootScope.Start(
            async () =>
            {
                while (true)
                {
                    await NextFrame();
                }
            },
            "first");
        return test;
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (Task Task, WeakReference Held) StartHolding(TestLoop test, HotTask hot)
    {
        var held = new object();
        var task = Start(test, () => hot.RunHoldingAsync(new WeakReference(held), held));
        return (task, new WeakReference(held));
    }

    private static class Host
    {
        /// <summary>What a thread carries that nobody gave anything.</summary>
        public static readonly ExecutionContext NoValues = FindNoValues();

        private static ExecutionContext FindNoValues()
        {
            ExecutionContext? found = null;
            var thread = new Thread(() => found = ExecutionContext.Capture());
            thread.UnsafeStart();
            thread.Join();
            return found!;
        }
    }

    private sealed class HotTask
    {
        private bool _asks;
        private bool _stops;

        public bool IsDirect { get; private set; }

        public bool IsWrong { get; private set; }

        public async Task RunAsync(Action step)
        {
            while (!_stops)
            {
                await NextFrame();
                Look();
                step();
            }
        }

        public async Task RunHoldingAsync(WeakReference held, object kept)
        {
            while (!_stops)
            {
                await NextFrame();
                Look();
                IsWrong |= held.Target != kept;
            }
        }

        // Another thread prepares it, so real time passes; the stack tells when it is done.
        public void BecomeDirect(TestLoop test)
        {
            test.Step(40);
            if (!Internals.AreOn)
            {
                StayIndirect(test);
                return;
            }

            var started = Stopwatch.GetTimestamp();
            while (!IsDirect && Stopwatch.GetElapsedTime(started) < Limit)
            {
                // Looking makes a step slow, and so costs the task its trust for a while.
                _asks = true;
                test.Step(40);
                Thread.Yield();
            }

            Assert.That(IsDirect, "It never became direct.");
        }

        private void StayIndirect(TestLoop test)
        {
            for (var i = 0; i < 5; i++)
            {
                _asks = true;
                test.Step(40);
            }
        }

        public void Stop(TestLoop test)
        {
            _stops = true;
            test.Step(2);
            test.Loop.RootScope.Cancel();
            test.Step();
        }

        private void Look()
        {
            if (_asks)
            {
                _asks = false;
                var stack = Environment.StackTrace;
                IsDirect = !stack[..stack.IndexOf("GameLoop", StringComparison.Ordinal)].Contains("ExecutionContext.Run", StringComparison.Ordinal);
            }
        }
    }
}
