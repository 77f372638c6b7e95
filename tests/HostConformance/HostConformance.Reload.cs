using System.Runtime.CompilerServices;
using AsyncTick;
using UnrealSharp.StandIn;

namespace UnrealAsyncTick.Conformance;

/// <summary>The game's assembly is unloaded and loaded again while its tasks run; ours stays.</summary>
public abstract partial class HostConformance
{
    private const string Game = """
        namespace Game;

        [UModule]
        public class FGame : IModuleInterface
        {
            private const bool IsDeaf = false;

            public static readonly TaskCompletionSource Never = new();

            public void StartupModule()
            {
                Start("delay", async () => { while (true) { await Delay(0.5); Count(); } });
                Start("frames", async () => { while (true) { await NextFrame(); Count(); } });
                Start("until", async () => await Until(() => { Count(); return false; }));
                Start("pool", async () => { await SwitchToThreadPool(); await Task.Yield(); await SwitchToGameThread(); await Delay(1000); });
                Start("leaky", () => { _ = LeftRunning(); return Task.CompletedTask; });
                if (!IsDeaf) { return; }
                Start("outside", async () => await Never.Task);
                Start("stubborn", async () =>
                {
                    while (true)
                    {
                        try { await NextFrame(); } catch (OperationCanceledException) { }
                        Count();
                    }
                });
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
        using var host = StartHost();
        // A drain for tasks that never end takes its whole time; one reload in ten has some.
        var polite = GameAssembly.Compile("Game", Game);
        var deaf = GameAssembly.Compile("Game", Game.Replace("IsDeaf = false", "IsDeaf = true"));
        var loader = new SimulatedLoader(host.Engine);
        var pinned = new List<WeakReference>();
        long early = 0;
        for (var round = 1; round <= 100; round++)
        {
            Assert.That(loader.Load("Game", round % 10 == 0 ? deaf : polite), Is.True);
            host.Tick(2);
            Assert.That(host.Loop.Tasks.Count, Is.EqualTo(round % 10 == 0 ? 6 : 4));

            pinned.Add(loader.Unload("Game"));
            var steps = Steps;
            host.Tick(3, 0.5);
            Assert.That((Steps, host.Loop.Tasks.Count), Is.EqualTo((steps, 0)), $"round {round}: something of the old code ran or is listed");
            if (round == 20)
            {
                early = Collect();
            }
        }

        var late = Collect();
        Assert.That(pinned.Count(old => old.IsAlive), Is.LessThanOrEqualTo(1), "load contexts still in memory; the last one may be held by this very stack");
        Assert.That(late - early, Is.LessThan(1_000_000), "bytes that 80 reloads left behind");
        Assert.That(host.Errors, Is.Empty);
        Assert.That(host.Warnings.Count(line => line.Contains("'stubborn'") && line.Contains("will not run again")), Is.EqualTo(10), "each task that was dropped is named");
    }

    [Test]
    public void Reload_TaskThatEndsInTime_RunsItsFinally()
    {
        using var host = StartHost();
        var loader = new SimulatedLoader(host.Engine);
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
        host.Tick(2);
        loader.Unload("Polite");
        Assert.That(host.Log, Does.Contain("ended by Reload").And.Contain("cleaned up"));
        Assert.That(host.Log, Does.Not.Contain("will not run again"));
    }

    [Test]
    public void ReloadOfThePlugin_TasksInFlight_StartsAfresh()
    {
        using var host = StartHost();
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
            host.Tick(2);
            host.ReloadPlugin();
            Assert.That((ended, host.Loop.Tasks.Count, host.IsConnected), Is.EqualTo((true, 0, true)));
            host.Tick(2);
        }

        Assert.That(host.Errors, Is.Empty);
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
