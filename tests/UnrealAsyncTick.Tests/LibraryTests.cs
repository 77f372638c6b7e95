using AsyncTick;
using AsyncTick.Net.Tests;
using UnrealSharp.CoreUObject;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>What Blueprint can do with tasks and scripts.</summary>
public sealed class LibraryTests
{
    [Test]
    public void RunScript_File_RunsWithItsArgumentsAndIsReplacedWhenRunAgain()
    {
        using var folder = new ScratchFolder();
        using var editor = new EditorSession();
        var script = folder.File("My Script.cs");
        File.WriteAllText(script, "try { Log($\"begins with {string.Join('|', args)}\"); await Delay(1000); } finally { Log(\"ends\"); }");

        Assert.That(UAsyncTickLibrary.RunScript(script, "one \"two three\""), Is.True);
        editor.TickUntil(() => editor.Log.Contains("begins with one|two three"), 60);
        Assert.That(UAsyncTickLibrary.RunScript(script, ""), Is.True);
        editor.TickUntil(() => editor.Log.Contains("ends"), 60);
        editor.TickUntil(() => editor.Loop.Tasks.Snapshot().Any(task => task.Name == "My Script.cs"), 60);
        Assert.That(UAsyncTickLibrary.CancelTasks("My Script.cs"), Is.EqualTo(1));
        editor.TickUntil(() => UAsyncTickLibrary.CountTasks() == 0);
        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void RunScript_ThatIsNotThere_IsInTheLog()
    {
        using var editor = new EditorSession();
        UAsyncTickLibrary.RunScript("Nowhere.cs", "");
        editor.TickUntil(() => editor.Log.Contains("Nowhere.cs") || editor.Module.ConsoleLines.Any(line => line.Contains("Nowhere.cs")), 60);
    }

    [Test]
    public void Fault_OfATaskNobodyAwaits_RaisesTheEvent()
    {
        using var editor = new EditorSession();
        var events = UAsyncTickLibrary.GetAsyncTickEvents()!;
        var listener = UObject.NewObject<UFaultListener>();
        events.OnTaskFaulted += listener.OnFault;
        UnrealTasks.Start(
            async () =>
            {
                await NextFrame();
                throw new InvalidOperationException("boom");
            },
            TaskLifetime.Editor,
            "Faulty");
        editor.Tick();
        Assert.That(listener.Faults, Is.EqualTo(new[] { "Faulty: boom" }));
        Assert.That(UAsyncTickLibrary.GetAsyncTickEvents(), Is.SameAs(events));
        Assert.That(editor.Errors, Has.Count.EqualTo(1));
    }

    [Test]
    public void Fault_NoListener_LeaksNothing([Values] bool listens)
    {
        using var editor = new EditorSession();
        var events = UAsyncTickLibrary.GetAsyncTickEvents()!;
        if (listens)
        {
            events.OnTaskFaulted += UObject.NewObject<UFaultListener>().OnFault;
        }

        UnrealTasks.Start(static () => throw new InvalidOperationException("boom"), TaskLifetime.Editor, "Faulty");
        editor.Tick();
        Assert.That(editor.Engine.LeakedStrings, Is.EqualTo(listens ? 2 : 0), "UnrealSharp leaks the strings of every call");
    }

    [Test]
    public void Library_WithoutThePlugin_AnswersAndDoesNothing()
    {
        using var editor = new EditorSession(startPlugin: false);
        Assert.That(UAsyncTickLibrary.RunScript("Timers.cs", ""), Is.False);
        Assert.That((UAsyncTickLibrary.CancelTasks("x"), UAsyncTickLibrary.CancelAllTasks(), UAsyncTickLibrary.CountTasks()), Is.EqualTo((0, 0, 0)));
        Assert.That(UAsyncTickLibrary.GetAsyncTickEvents(), Is.Null);
    }
}
