using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Tests;

/// <summary>The game's assembly is unloaded and loaded again while its tasks run; ours stays.</summary>
public sealed class HotReloadTests
{
    private const string Game = """
        namespace Game;

        [UModule]
        public class FGame : IModuleInterface
        {
            public static readonly TaskCompletionSource Never = new();

            public void StartupModule()
            {
                Start("delay", async () => { while (true) { await Delay(0.5); Count(); } });
                Start("frames", async () => { while (true) { await NextFrame(); Count(); } });
                Start("until", async () => await Until(() => { Count(); return false; }));
                Start("outside", async () => await Never.Task);
                Start("pool", async () => { await SwitchToThreadPool(); await Task.Yield(); await SwitchToGameThread(); await Delay(1000); });
                Start("stubborn", async () =>
                {
                    while (true)
                    {
                        try { await NextFrame(); } catch (OperationCanceledException) { }
                        Count();
                    }
                });
                Start("leaky", () => { _ = LeftRunning(); return Task.CompletedTask; });
            }

            public void ShutdownModule() { }

            private static async Task LeftRunning()
            {
                while (true)
                {
                    try { await Delay(0.1); } catch (OperationCanceledException) { await Task.Yield(); }
                    Count();
                }
            }

            private static void Start(string name, Func<Task> body) => UnrealTasks.Start(body, TaskLifetime.Editor, name);

            private static void Count() => AppDomain.CurrentDomain.SetData("game-steps", (int)(AppDomain.CurrentDomain.GetData("game-steps") ?? 0) + 1);
        }
        """;

    private static int Steps => (int)(AppDomain.CurrentDomain.GetData("game-steps") ?? 0);

    [Test]
    public void Reload_HundredTimesWithTasksInFlight_NothingOldRunsAndMemoryStaysFlat()
    {
        using var editor = new EditorSession();
        var image = GameAssembly.Compile("Game", Game);
        var loader = new SimulatedLoader(editor.Engine);
        var pinned = new List<WeakReference>();
        long early = 0;
        for (var round = 1; round <= 100; round++)
        {
            Assert.That(loader.Load("Game", image), Is.True);
            editor.Tick(2);
            Assert.That(editor.Loop.Tasks.Count, Is.GreaterThanOrEqualTo(5));

            pinned.Add(loader.Unload("Game"));
            var steps = Steps;
            editor.Tick(3, 0.5);
            Assert.That((Steps, editor.Loop.Tasks.Count), Is.EqualTo((steps, 0)), $"round {round}: something of the old code ran or is listed");
            if (round == 20)
            {
                early = Collect();
            }
        }

        var late = Collect();
        Assert.That(pinned.Count(old => old.IsAlive), Is.LessThanOrEqualTo(1), "load contexts still in memory; the last one may be held by this very stack");
        Assert.That(late - early, Is.LessThan(1_000_000), "bytes that 80 reloads left behind");
        Assert.That(editor.Errors, Is.Empty);
        Assert.That(editor.Warnings.Count(line => line.Contains("stubborn")), Is.EqualTo(100), "each task that was dropped is named");
    }

    [Test]
    public void Reload_TaskThatEndsInTime_RunsItsFinally()
    {
        using var editor = new EditorSession();
        var loader = new SimulatedLoader(editor.Engine);
        loader.Load("Polite", GameAssembly.Compile("Polite", """
            namespace Game;

            [UModule]
            public class FPolite : IModuleInterface
            {
                public void StartupModule() => UnrealTasks.Start(async () =>
                {
                    try { await Delay(1000); }
                    catch (GameTaskCanceledException e) { UnrealTasks.Loop.Log.Write(LogVerbosity.Log, "ended by " + e.Reason); }
                    finally { using (Defer(1)) { await Frames(3); UnrealTasks.Loop.Log.Write(LogVerbosity.Log, "cleaned up"); } }
                }, TaskLifetime.Editor);

                public void ShutdownModule() { }
            }
            """));
        editor.Tick(2);
        loader.Unload("Polite");
        Assert.That(editor.Log, Does.Contain("ended by Reload").And.Contain("cleaned up"));
        Assert.That(editor.Log, Does.Not.Contain("will not run again"));
    }

    [Test]
    public void ReloadOfThePlugin_TasksInFlight_StartsAfresh()
    {
        using var editor = new EditorSession();
        for (var round = 0; round < 10; round++)
        {
            var ended = false;
            UnrealTasks.Start(
                async () =>
                {
                    try
                    {
                        await Async.Delay(1000);
                    }
                    finally
                    {
                        ended = true;
                    }
                },
                TaskLifetime.Editor);
            editor.Tick(2);
            editor.ReloadPlugin();
            Assert.That((ended, editor.Loop.Tasks.Count, editor.Module.IsConnected), Is.EqualTo((true, 0, true)));
            editor.Tick(2);
        }

        Assert.That(editor.Errors, Is.Empty);
    }

    [Test]
    public void ModuleStartAndStop_WithoutTheNativeHalf_ThrowNothing()
    {
        var plugin = new FUnrealAsyncTickModule();
        Assert.That(plugin.StartupModule, Throws.Nothing);
        Assert.That(plugin.ShutdownModule, Throws.Nothing);
        Assert.That(() => UnrealTasks.Start(() => Task.CompletedTask), Throws.InvalidOperationException.With.Message.Contains("plugin UnrealAsyncTick enabled"));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Collect()
    {
        for (var i = 0; i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(true);
    }
}
