using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using UnrealSharp.UMG;

namespace UnrealAsyncTick.Tests;

/// <summary>Delegates that are awaited, at the moments at which something else happens to them.</summary>
public sealed class DelegateTests
{
    [Test]
    public void Next_InSteadyState_AllocatesNothing()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession();
        var button = UObject.NewObject<UButton>();
        var plain = new AsyncAutoResetEvent();
        var calls = 0;
        var turns = 0;
        UnrealTasks.Start(async () =>
        {
            while (true)
            {
                await button.Next(button.OnClicked);
                calls++;
            }
        });
        UnrealTasks.Start(async () =>
        {
            while (true)
            {
                await plain.WaitAsync();
                turns++;
            }
        });
        editor.Tick(2);

        // The call itself is the engine's. What follows it in the frame is a resumption, a listener that is given back, and the next wait's; beside a frame
        // in which a task resumes, too.
        var frame = LeastBytes(editor, plain.Set);
        Assert.That((LeastBytes(editor, button.Click) - frame, calls, turns), Is.EqualTo((0L, 100, 100)));
    }

    [Test]
    public void Next_CalledFromItsOwnContinuation_WaitsForTheNextCall()
    {
        using var editor = new EditorSession();
        var pulse = Pulse(editor);
        List<int> seen = [];
        UnrealTasks.Start(async () =>
        {
            seen.Add((await pulse.Next(pulse.OnPulse)).Number);
            pulse.Beat();
            var next = pulse.Next(pulse.OnPulse);
            pulse.Beat();
            seen.Add((await next).Number);
        });
        editor.Tick(2);
        pulse.Beat();
        editor.Tick();
        Assert.That((string.Join(' ', seen), pulse.OnPulse.CountBindings()), Is.EqualTo(("1 3", 0)));
    }

    [Test]
    public void Next_SeveralCallsBeforeTheResumption_GivesTheFirst()
    {
        using var editor = new EditorSession();
        var pulse = Pulse(editor);
        List<int> seen = [];
        for (var i = 0; i < 2; i++)
        {
            UnrealTasks.Start(async () => seen.Add((await pulse.Next(pulse.OnPulse)).Number));
        }

        pulse.Beat();
        pulse.Beat();
        editor.Tick();
        pulse.Beat();
        editor.Tick();
        Assert.That((string.Join(' ', seen), pulse.OnPulse.CountBindings()), Is.EqualTo(("1 1", 0)), "two waiters, and a call that nobody waits for");
    }

    [Test]
    public void Next_CanceledInsideTheBroadcast_EndsCanceledAndItsListenerHearsNoOtherCall()
    {
        using var editor = new EditorSession();
        var pulse = Pulse(editor);
        var other = Pulse(editor);
        var scope = UnrealTasks.ScopeOf(TaskLifetime.World).CreateChild("victim");
        List<int> fresh = [];
        UnrealTasks.Start(async () => await pulse.Next(pulse.OnPulse, _ =>
        {
            // The broadcast still has the victim's listener before it; a wait that begins now must not hear it.
            scope.Cancel();
            editor.Loop.Flush(scope);
            UnrealTasks.Start(async () => fresh.Add((await other.Next(other.OnPulse)).Number));
            UnrealTasks.Start(async () => fresh.Add((await pulse.Next(pulse.OnPulse)).Number));
            return true;
        }));
        var victim = scope.Start(async () => await pulse.Next(pulse.OnPulse));
        editor.Tick();
        pulse.Beat();
        editor.Tick(2);
        Assert.That((victim.Task.IsCanceled, fresh.Count), Is.EqualTo((true, 0)));
        pulse.Beat();
        editor.Tick();
        Assert.That(fresh, Is.EqualTo(new[] { 2 }));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void Next_DestroyedInsideTheBroadcast_HasItsCall()
    {
        using var editor = new EditorSession();
        var pulse = Pulse(editor);
        var number = 0;
        UnrealTasks.Start(
            async () => number = (await pulse.Next(pulse.OnPulse, call =>
            {
                pulse.Owner.DestroyActor();
                return true;
            })).Number,
            TaskLifetime.Editor);
        editor.Tick();
        pulse.Beat();
        editor.Engine.CollectGarbage();
        editor.Tick(2);
        Assert.That((number, editor.Errors.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Next_FilterThrows_TheWaiterHasIt()
    {
        using var editor = new EditorSession();
        var pulse = Pulse(editor);
        Exception? caught = null;
        UnrealTasks.Start(async () =>
        {
            try
            {
                await pulse.Next(pulse.OnPulse, static _ => throw new NotSupportedException("on purpose"));
            }
            catch (NotSupportedException fault)
            {
                caught = fault;
            }
        });
        editor.Tick();
        pulse.Beat();
        editor.Tick();
        Assert.That((caught?.Message, pulse.OnPulse.CountBindings(), editor.Errors.Count), Is.EqualTo(("on purpose", 0, 0)));
    }

    [Test]
    public void Next_CalledOnAnotherThread_ResumesOnTheGameThread()
    {
        using var editor = new EditorSession();
        var pulse = Pulse(editor);
        (int Number, bool OnGameThread) got = default;
        UnrealTasks.Start(async () =>
        {
            var call = await pulse.Next(pulse.OnPulse);
            got = (call.Number, editor.Loop.IsOnLoopThread);
        });
        editor.Tick();
        var listener = (UAsyncDelegateListener)editor.Engine.ObjectsOf(typeof(Listeners.UUnrealAsyncTickTests_OnPulseListener).FullName!).Single();
        var called = typeof(Listeners.UUnrealAsyncTickTests_OnPulseListener).GetMethod("OnCalled", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!;
        var thread = new Thread(() => called.Invoke(listener, [7, "elsewhere", pulse]));
        thread.Start();
        thread.Join();
        editor.Tick();
        Assert.That((got, pulse.OnPulse.CountBindings()), Is.EqualTo(((7, true), 0)));
    }

    [Test]
    public void Next_OutsideOfATask_SubscribesNothing()
    {
        using var editor = new EditorSession();
        var pulse = Pulse(editor);
        Assert.That(async () => await pulse.Next(pulse.OnPulse), Throws.InvalidOperationException);
        Assert.That(pulse.OnPulse.CountBindings(), Is.Zero);
    }

    [Test]
    public void All_MoreThanFit_DoesWhatWasAsked([Values] CallOverflow overflow)
    {
        using var editor = new EditorSession();
        var pulse = Pulse(editor);
        List<int> seen = [];
        var task = UnrealTasks.Start(async () =>
        {
            try
            {
                await foreach (var call in pulse.All(pulse.OnPulse, capacity: 2, overflow))
                {
                    seen.Add(call.Number);
                }
            }
            catch (InvalidOperationException)
            {
                seen.Add(-1);
            }
        });
        editor.Tick();
        for (var i = 0; i < 4; i++)
        {
            pulse.Beat();
        }

        editor.Tick(2);
        Assert.That(seen, Is.EqualTo(overflow switch
        {
            CallOverflow.DropOldest => [3, 4],
            CallOverflow.DropNewest => [1, 2],
            _ => new[] { 1, 2, -1 },
        }));
        Assert.That((task.IsCompleted, pulse.OnPulse.CountBindings()), Is.EqualTo(overflow == CallOverflow.Fault ? (true, 0) : (false, 1)));
    }

    // A budget that compiling code for the first time, on a busy machine, does not use up.
    private static UPulseComponent Pulse(EditorSession editor)
    {
        editor.Loop.SetLimits(budgetSeconds: 5, graceSeconds: 5);
        return editor.Attach<UPulseComponent>(editor.Engine.PlayWorld ?? editor.Engine.BeginPlaySession());
    }

    private static long LeastBytes(EditorSession editor, Action call)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 100; i++)
        {
            call();
            var before = GC.GetAllocatedBytesForCurrentThread();
            editor.Tick();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
