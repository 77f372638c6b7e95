using AsyncTick;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>Widgets between Construct and Destruct.</summary>
public sealed class WidgetTests
{
    [Test]
    public void SetText_AfterDestruct_IsRefusedWithTheTasksName()
    {
        using var editor = new EditorSession();
        var widget = Show(editor);
        var late = new TaskCompletionSource();
        UnrealTasks.Start(
            async () =>
            {
                await late.Task;
                widget.Write("too late");
            },
            TaskLifetime.Editor,
            "Scoreboard");
        widget.Write("in time");
        widget.RemoveFromParent();
        late.SetResult();
        editor.Tick(2);
        Assert.That(widget.Note.Text.ToString(), Is.EqualTo("in time"));
        Assert.That(editor.Errors, Has.Count.EqualTo(1).And.One.Contains("Task 'Scoreboard'").And.One.Contains(nameof(UNoteWidget)).And.One.Contains("has left the screen"));
    }

    [Test]
    public void SetText_FromATaskThatHasEnded_StillNamesIt()
    {
        using var editor = new EditorSession();
        var widget = Show(editor);
        var late = new TaskCompletionSource();
        string? refused = null;
        UnrealTasks.Start(
            () =>
            {
                _ = LeftRunning();
                return Task.CompletedTask;
            },
            TaskLifetime.Editor,
            "Careless");
        widget.RemoveFromParent();
        late.SetResult();
        editor.Tick(3);
        Assert.That(refused, Does.StartWith("Task 'Careless' (#"));

        async Task LeftRunning()
        {
            await late.Task;
            refused = Assert.Throws<ObjectDestroyedException>(() => widget.Write("too late"))!.Message;
        }
    }

    [Test]
    public void SetText_FromTheEngineAfterDestruct_IsRefused()
    {
        using var editor = new EditorSession();
        var widget = Show(editor);
        widget.RemoveFromParent();
        Assert.That(() => widget.Write("too late"), Throws.InstanceOf<ObjectDestroyedException>().With.Message.Contains("outside of any task"));
        widget.AddToViewport();
        Assert.That(() => widget.Write("again"), Throws.Nothing);
    }

    [Test]
    public void SetText_InFinally_IsTheLastThingThatIsSeen()
    {
        using var editor = new EditorSession();
        var widget = Show(editor, static async widget =>
        {
            try
            {
                await Delay(1000);
            }
            finally
            {
                widget.Write("good-bye");
            }
        });
        editor.Tick();
        widget.RemoveFromParent();
        Assert.That((widget.Note.Text.ToString(), editor.Errors.Count), Is.EqualTo(("good-bye", 0)));
    }

    [Test]
    public void SetText_WidgetDestroyedWithItsWorld_IsRefused()
    {
        using var editor = new EditorSession();
        var widget = Show(editor);
        editor.Engine.EndPlaySession();
        Assert.That(() => widget.Write("too late"), Throws.InstanceOf<ObjectDestroyedException>());
    }

    [Test]
    public void Widget_InAPausedGame_GoesOnInRealTime()
    {
        using var editor = new EditorSession();
        var steps = 0;
        Show(editor, async _ =>
        {
            await foreach (var tick in Every(0.1))
            {
                steps++;
            }
        });
        editor.Engine.PlayWorld!.Pause();
        editor.Tick(61);
        Assert.That(steps, Is.EqualTo(10).Within(1));
    }

    [Test]
    public void Widget_PutBack_StartsAnew()
    {
        using var editor = new EditorSession();
        var starts = 0;
        var widget = Show(editor, async _ =>
        {
            starts++;
            await Delay(1000);
        });
        widget.RemoveFromParent();
        Assert.That((widget.IsRunning, editor.Loop.Tasks.Count), Is.EqualTo((false, 0)));
        widget.AddToViewport();
        editor.Tick();
        Assert.That((starts, widget.IsRunning, editor.Loop.Tasks.Count), Is.EqualTo((2, true, 1)));
    }

    [Test]
    public void Scope_InTheFirstStepOfRunAsync_IsThere()
    {
        using var editor = new EditorSession();
        TaskScope? scope = null;
        var widget = Show(editor, widget =>
        {
            scope = widget.Scope;
            return Task.CompletedTask;
        });
        var probe = editor.Attach<UProbeComponent>(editor.Engine.PlayWorld!, probe => probe.Body = async me =>
        {
            _ = me.Go(static () => Task.CompletedTask);
            await NextFrame();
        });
        Assert.That((scope, probe.IsRunning, editor.Errors.Count), Is.EqualTo((widget.Scope, true, 0)));
    }

    private static UNoteWidget Show(EditorSession editor, Func<UNoteWidget, Task>? body = null)
    {
        editor.Engine.BeginPlaySession();
        var widget = UObject.CreateWidget<UNoteWidget>(typeof(UNoteWidget));
        widget.Body = body ?? (static _ => Task.CompletedTask);
        widget.AddToViewport();
        return widget;
    }
}
