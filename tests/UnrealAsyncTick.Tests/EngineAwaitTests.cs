using AsyncTick;
using UnrealSharp;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.StandIn;
using UnrealSharp.UMG;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>Waits on delegates, events, worlds and objects of the engine: who ends them, and that nothing stays subscribed.</summary>
public sealed class EngineAwaitTests
{
    [Test]
    public void Next_CallsBeforeAndAfter_DoNotCount()
    {
        using var editor = new EditorSession();
        var button = Button(editor);
        var calls = 0;
        button.Click();
        UnrealTasks.Start(async () =>
        {
            await button.Next(button.OnClicked);
            calls++;
        });
        editor.Tick(3);
        Assert.That((calls, button.OnClicked.CountBindings()), Is.EqualTo((0, 1)));
        button.Click();
        button.Click();
        editor.Tick();
        Assert.That((calls, button.OnClicked.CountBindings()), Is.EqualTo((1, 0)), "in the frame of the click");
    }

    [Test]
    public void Next_Arguments_ComeWithTheCall()
    {
        using var editor = new EditorSession();
        var box = UObject.NewObject<UEditableTextBox>();
        var text = "";
        UnrealSharp.SlateCore.ETextCommit how = default;
        UnrealTasks.Start(async () =>
        {
            var call = await box.Next(box.OnTextCommitted);
            (text, how) = (call.Text.ToString(), call.CommitMethod);
        });
        editor.Tick();
        box.Type("hello");
        editor.Tick(2);
        Assert.That((text, how), Is.EqualTo(("hello", UnrealSharp.SlateCore.ETextCommit.OnEnter)));
    }

    [Test]
    public void Next_Canceled_Unsubscribes()
    {
        using var editor = new EditorSession();
        var button = Button(editor);
        var task = UnrealTasks.Start(async () => await button.Next(button.OnClicked));
        editor.Tick();
        task.Cancel();
        editor.Tick();
        Assert.That((task.Task.IsCanceled, button.OnClicked.CountBindings()), Is.EqualTo((true, 0)));
    }

    [Test]
    public void Next_ObjectDestroyed_EndsWithANamedError()
    {
        using var editor = new EditorSession();
        var button = Button(editor);
        Exception? caught = null;
        UnrealTasks.Start(async () =>
        {
            try
            {
                await button.Next(button.OnClicked);
            }
            catch (ObjectDestroyedException destroyed)
            {
                caught = destroyed;
            }
        });
        editor.Tick();
        button.MarkAsGarbage();
        editor.Engine.CollectGarbage();
        editor.Tick(2);
        Assert.That(caught!.Message, Does.Contain("destroyed"));
        Assert.That(async () => await button.Next(button.OnClicked), Throws.InstanceOf<ObjectDestroyedException>());
    }

    [Test]
    public void All_LeftInAnyWay_Unsubscribes([Values("break", "throw", "cancel")] string way)
    {
        using var editor = new EditorSession();
        var button = Button(editor);
        var calls = 0;
        var task = UnrealTasks.Start(async () =>
        {
            await foreach (var _ in button.All(button.OnClicked))
            {
                if (++calls == 2 && way == "break")
                {
                    break;
                }

                if (calls == 2 && way == "throw")
                {
                    throw new InvalidOperationException("on purpose");
                }
            }
        });
        editor.Tick();
        button.Click();
        editor.Tick(2);
        button.Click();
        editor.Tick(2);
        if (way == "cancel")
        {
            task.Cancel();
        }

        editor.TickUntil(() => task.IsCompleted);
        Assert.That((calls, button.OnClicked.CountBindings(), editor.Loop.Tasks.Count), Is.EqualTo((2, 0, 0)));
    }

    [Test]
    public void All_ObjectDestroyed_TheStreamEnds()
    {
        using var editor = new EditorSession();
        var button = Button(editor);
        var calls = 0;
        var task = UnrealTasks.Start(async () =>
        {
            await foreach (var _ in button.All(button.OnClicked))
            {
                calls++;
            }
        });
        editor.Tick();
        button.Click();
        editor.Tick(2);
        button.MarkAsGarbage();
        editor.Engine.CollectGarbage();
        editor.TickUntil(() => task.IsCompleted);
        Assert.That((calls, task.Task.IsCompletedSuccessfully), Is.EqualTo((1, true)));
    }

    [Test]
    public void All_MoreCallsThanFit_TheOldestAreDropped()
    {
        using var editor = new EditorSession();
        var box = UObject.NewObject<UEditableTextBox>();
        List<string> texts = [];
        UnrealTasks.Start(async () =>
        {
            await foreach (var call in box.All(box.OnTextChanged, capacity: 2))
            {
                texts.Add(call.ToString());
            }
        });
        editor.Tick();
        foreach (var text in new[] { "a", "b", "c", "d" })
        {
            box.Type(text);
        }

        editor.Tick(5);
        Assert.That(texts, Is.EqualTo(new[] { "c", "d" }));
    }

    [Test]
    public void Until_ConditionHolds_IsTrueInThatFrame()
    {
        using var editor = new EditorSession();
        var actor = editor.Spawn<AActor>(editor.Engine.BeginPlaySession());
        bool? held = null;
        UnrealTasks.Start(actor, async () => held = await actor.Until(static actor => actor.ActorLocation.Z > 10));
        editor.Tick(3);
        Assert.That(held, Is.Null);
        actor.SetActorLocation(new FVector(0, 0, 20));
        editor.Tick();
        Assert.That(held, Is.True);
    }

    [Test]
    public void Until_ObjectDies_IsFalseAndTheConditionIsNotAsked()
    {
        using var editor = new EditorSession();
        var actor = editor.Spawn<AActor>(editor.Engine.BeginPlaySession());
        bool? held = null;
        var asked = 0;
        UnrealTasks.Start(
            async () => held = await actor.Until(actor =>
            {
                asked++;
                return actor.ActorLocation.Z > 10;
            }),
            TaskLifetime.Editor);
        editor.Tick(3);
        actor.DestroyActor();
        editor.Engine.CollectGarbage();
        var before = asked;
        editor.Tick(3);
        Assert.That((held, asked), Is.EqualTo((false, before)));
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void WhenDestroyed_EndsInTheNextFrame()
    {
        using var editor = new EditorSession();
        var actor = editor.Spawn<AActor>(editor.Engine.BeginPlaySession());
        var task = UnrealTasks.Start(async () => await actor.WhenDestroyed(), TaskLifetime.Editor);
        editor.Tick(3);
        Assert.That(task.IsCompleted, Is.False);
        actor.DestroyActor();
        editor.Tick();
        Assert.That(task.Task.IsCompletedSuccessfully, Is.True);
    }

    [Test]
    public void WorldDelay_KeepsItsWorldsClock_AndEndsWithIt()
    {
        using var editor = new EditorSession();
        editor.Engine.BeginPlaySession(worldCount: 2);
        var worlds = editor.Engine.Worlds.Where(world => world.IsGameWorld).ToArray();
        worlds[1].Dilate(2);
        bool? first = null;
        bool? second = null;
        UnrealTasks.Start(async () => first = await worlds[0].Delay(1), TaskLifetime.Editor);
        UnrealTasks.Start(async () => second = await worlds[1].Delay(1), TaskLifetime.Editor);
        editor.Tick(6, 0.1);
        Assert.That((first, second), Is.EqualTo(((bool?)null, (bool?)true)));
        editor.Engine.CloseWorld(worlds[0]);
        editor.Tick(2);
        Assert.That(first, Is.False, "the world ended before its second was over");
    }

    [Test]
    public void Events_NextAndAll_UnsubscribeInEveryCase([Values] bool stream, [Values] bool cancel)
    {
        using var editor = new EditorSession();
        List<Action<int>> handlers = [];
        List<int> seen = [];
        var task = UnrealTasks.Start(async () =>
        {
            if (stream)
            {
                await foreach (var value in EventAwaits.All<int>(handlers.Add, handler => handlers.Remove(handler)))
                {
                    seen.Add(value);
                    break;
                }
            }
            else
            {
                seen.Add(await EventAwaits.Next<int>(handlers.Add, handler => handlers.Remove(handler)));
            }
        });
        editor.Tick();
        Assert.That(handlers, Has.Count.EqualTo(1));
        if (cancel)
        {
            task.Cancel();
        }
        else
        {
            handlers[0](7);
        }

        editor.TickUntil(() => task.IsCompleted);
        Assert.That((handlers.Count, seen.Count), Is.EqualTo((0, cancel ? 0 : 1)));
    }

    private static UButton Button(EditorSession editor)
    {
        editor.Engine.BeginPlaySession();
        return UObject.NewObject<UButton>();
    }
}
