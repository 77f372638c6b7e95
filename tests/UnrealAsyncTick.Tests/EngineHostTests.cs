using System.Diagnostics;
using System.Runtime.Loader;
using AsyncTick;
using AsyncTick.Engine;
using AsyncTick.Tests;
using UnrealSharp.StandIn;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Tests;

/// <summary>The managed half of the plugin as the native half drives it: settings, the watchdog, start-up scripts.</summary>
public sealed class EngineHostTests
{
    [Test]
    public void Settings_ChangedWhileRunning_HoldFromTheNextFrame()
    {
        using var editor = new EditorSession();
        editor.Module.Configure(new SimulatedModuleSettings { BudgetSeconds = 0.25, GraceSeconds = 0.05 });
        Assert.That((editor.Loop.Options.BudgetSeconds, editor.Loop.Options.GraceSeconds), Is.EqualTo((0.25, 0.05)));

        // Ten tasks of 10 ms fit into one frame now; with 4 ms it was one a frame.
        var steps = 0;
        for (var i = 0; i < 10; i++)
        {
            UnrealTasks.Start(async () =>
            {
                await NextFrame();
                var begun = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(begun).TotalMilliseconds < 10)
                {
                }

                steps++;
            });
        }

        editor.Tick(2);
        Assert.That(steps, Is.EqualTo(10));

        var stubborn = UnrealTasks.Start(static async () => await new TaskCompletionSource().Task, TaskLifetime.Editor);
        editor.Tick();
        stubborn.Cancel();
        editor.Tick(6);
        Assert.That(editor.Warnings, Has.Some.Contains("has not ended after 0.1 s"));
    }

    [Test]
    public void Regions_AreToldWhileSwitchedOnAndATraceIsWritten()
    {
        using var editor = new EditorSession();
        Assert.That(editor.Type("AsyncTick.Insights on"), Does.StartWith("Regions for Unreal Insights are on, "));
        UnrealTasks.Start(async () => await NextFrame(), name: "before");
        editor.Module.IsTracing = true;
        UnrealTasks.Start(async () => await NextFrame(), name: "during");
        editor.Tick(2);
        Assert.That(editor.Type("AsyncTick.Insights off"), Does.StartWith("Regions for Unreal Insights are off. "));
        UnrealTasks.Start(async () => await NextFrame(), name: "after");
        editor.Tick(2);

        Assert.That(editor.Module.Regions, Is.EqualTo(new[] { "begin 1 during", "end 1", "begin 2 before", "end 2", "begin 3 during", "end 3" }));
    }

    [Test]
    public void HangingTask_InTheEditor_IsNamedWhileItHangs()
    {
        using var editor = new EditorSession(settings: new SimulatedModuleSettings { IsEditor = true });
        Assert.That(editor.Loop.Options.WatchdogSeconds, Is.EqualTo(1));
        UnrealTasks.Start(
            async () =>
            {
                await NextFrame();
                var begun = Stopwatch.GetTimestamp();
                while (!editor.Log.Contains("and still does", StringComparison.Ordinal) && Stopwatch.GetElapsedTime(begun).TotalSeconds < 20)
                {
                    Thread.Sleep(10);
                }
            },
            TaskLifetime.Editor);
        editor.Tick(2);
        Assert.That(editor.Log, Does.Contain("and still does"));
    }

    [Test]
    public void LiveTasks_ShownByTheEngine_AreThoseOfThisFrame()
    {
        using var editor = new EditorSession();
        for (var count = 1; count <= 3; count++)
        {
            UnrealTasks.Start(async () => await Frames(10));
            editor.Tick();
            Assert.That(editor.Module.LiveTasks, Is.EqualTo(count));
        }

        editor.Tick(8);
        Assert.That(editor.Module.LiveTasks, Is.EqualTo(1));
        editor.Tick();
        Assert.That(editor.Module.LiveTasks, Is.Zero);
    }

    [Test]
    public void Play_OverTheLastNumberOfATask_EndsWhatBeganInItAndNothingElse()
    {
        using var editor = new EditorSession();
        Counters.Set(editor.Loop.Tasks, "Records.Ids.Last", int.MaxValue - 1);
        var before = editor.Loop.Start(static () => Delay(1e6));
        editor.Engine.BeginPlaySession();
        var during = editor.Loop.Start(static () => Delay(1e6));
        editor.Tick();
        Assert.That(during.Id, Is.LessThan(before.Id));
        editor.Engine.EndPlaySession();
        Assert.That((before.IsCompleted, during.IsCompleted), Is.EqualTo((false, true)));
    }

    [Test]
    public void StartupScript_AndATypedOne_OnlyTheTypedOneEndsWithItsMap()
    {
        var folder = Directory.CreateTempSubdirectory("asynctick-test-").FullName;
        try
        {
            using var editor = new EditorSession();
            var startup = Path.Combine(folder, "Startup.cs");
            var typed = Path.Combine(folder, "Typed.cs");
            File.WriteAllText(startup, "Log(\"startup begins\"); try { await Delay(100000); } finally { Log(\"startup ends\"); }");
            File.WriteAllText(typed, "Log(\"typed begins\"); try { await Delay(100000); } finally { Log(\"typed ends\"); }");
            Assert.That(editor.Module.ExecuteWithoutWorld($"AsyncTick.Run \"{startup}\""), Is.True);
            editor.Type($"AsyncTick.Run \"{typed}\"");
            editor.TickUntil(() => editor.Log.Contains("startup begins", StringComparison.Ordinal) && editor.Log.Contains("typed begins", StringComparison.Ordinal), 60);
            editor.Engine.OpenMap();
            editor.Tick(2);
            editor.Engine.BeginPlaySession();
            editor.Tick(2);
            editor.Engine.EndPlaySession();
            editor.Tick(2);
            Assert.That(editor.Log, Does.Contain("typed ends").And.Not.Contain("startup ends"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void Dispose_WhileTheCompilerWarmsUp_LeavesNothingOfItBehind()
    {
        for (var round = 0; round < 3; round++)
        {
            var host = new LoopHost(new GameLoopOptions { Log = new NullLogSink() });
            host.WarmUp();
            Thread.Sleep(50 * round); // somewhere within it: before, and while it works
            host.Loop.Shutdown();
            host.Dispose();
            Assert.That(WarmUps(), Is.Zero, "when Dispose returns");
        }

        // The warm-up takes a second or two; nothing of it may come later.
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun).TotalSeconds < 4; Thread.Sleep(20))
        {
            Assert.That(WarmUps(), Is.Zero, "afterwards");
        }
    }

    // Asking collects what has been let go.
    private static int WarmUps()
    {
        for (var i = 0; i < 10 && Count() > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return Count();

        static int Count() => AssemblyLoadContext.All.Count(context => context.Name?.StartsWith("WarmUp.cs", StringComparison.Ordinal) == true);
    }
}
