using System.Runtime.Loader;

namespace AsyncTick.Scripting.Tests;

/// <summary>The code of ended scripts leaves memory, whatever they did.</summary>
public sealed class ScriptUnloadTests : ScriptTestBase
{
    [TestCase("Log(\"sync\");")]
    [TestCase("await Delay(1); await NextFrame(); await Until(() => true);")]
    [TestCase("Start(async () => { await foreach (Tick t in Every(0.1)) if (t.Index == 3) break; }); CallLater(0.1, () => Log(\"x\"));")]
    [TestCase("throw new MyFault(); class MyFault : Exception;")]
    [TestCase("Start(Broken); async Task Broken() { await NextFrame(); throw new MyFault(); } class MyFault : Exception;")]
    [TestCase("Log(await RunInExecutor(() => new Point(1, 2))); record struct Point(int X, int Y);")]
    [TestCase("AsyncManualResetEvent e = new(); Start(async () => { await e.WaitAsync(); }); await NextFrame(); e.Set();")]
    [TestCase("Log(System.Text.Json.JsonSerializer.Serialize(new Point(1, 2))); record Point(int X, int Y);")]
    [TestCase("Async.SetStatus(\"busy\"); await Task.Delay(5).InScope(); await Task.WhenAny(Delay2(), Delay2()); async Task Delay2() => await Delay(0.1);")]
    [TestCase("await SwitchToThreadPool(); Thread.Sleep(1); await SwitchToGameThread();")]
    [TestCase("Start(Hot); Start(Hot); async Task Hot() { for (int i = 0; i < 80; i++) { await NextFrame(); if (i == 40) await Task.Delay(30).InScope(); } }")]
    [TestCase("await Race(async () => await Delay(1), async () => await Delay(2)); try { await Group(async () => { Start(Fail); await Delay(9); }); } catch (MyFault) { } async Task Fail() { await NextFrame(); throw new MyFault(); } class MyFault : Exception;")]
    [TestCase("Token.Register(() => Log(\"canceled\")); Loop.Post(() => Log(\"posted\")); await NextFrame();")]
    [TestCase("for (int i = 0; i < 3; i++) Log(await Step(i)); Start(Body); Start(async PooledTask () => await Step(1)); await Frames(9); async PooledTask Body() { await Step(2); await Delay(0.05); await Task.Yield(); } async PooledTask<Item> Step(int n) { await NextFrame(); return new Item(n); } record Item(int Number);")]
    [TestCase("for (int i = 0; i < 20; i++) await Away(); async PooledTask Away() { await SwitchToThreadPool(); await Deeper(); await SwitchToGameThread(); } async PooledTask Deeper() => await Task.Yield();")]
    [TestCase("Start(Broken); try { await Broken(); } catch (MyFault) { } async PooledTask Broken() { await NextFrame(); throw new MyFault(); } class MyFault : Exception;")]
    [TestCase("GameTask task = Start(Body); Task plain = task.Task; await task; await plain; GameTask<Item> made = Start(Make); await made; async PooledTask Body() => await NextFrame(); async PooledTask<Item> Make() { await NextFrame(); return new Item(3); } record Item(int Number);")]
    public void Ended_WhateverItDid_LeavesMemory(string text)
    {
        var run = Run(text);
        Test.PumpUntil(() => run.Ended.IsCompleted);
        Test.Step(2);
        Assert.That(run.TryCollect(), Is.True);
        Assert.That((run.State, Host.AwaitingUnload), Is.EqualTo((ScriptRunState.Unloaded, 0)));
    }

    [Test]
    public void PooledCallLeftAlone_ThatFails_IsToldAndLeavesMemory()
    {
        var run = Run("_ = Broken(); await Frames(3); async PooledTask Broken() { await NextFrame(); throw new MyFault(); } class MyFault : Exception;");
        Test.PumpUntil(() => run.Ended.IsCompleted);
        Test.PumpUntil(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Test.Log.Errors.Any(line => line.Contains("not awaited", StringComparison.Ordinal));
        });
        Assert.That(run.TryCollect(), Is.True);
    }

    [Test]
    public void Canceled_WhileWaitingEverywhere_LeavesMemory()
    {
        var run = Run("""
            Start(async () => await Delay(100));
            Start(async () => { while (true) await NextFrame(); });
            Start(async () => await Until(() => false));
            Start(async () => { await foreach (Tick _ in Every(1)) { } });
            Start(async () => await new AsyncManualResetEvent().WaitAsync());
            Start(async PooledTask () => await Pooled(5));
            Start(async () => await Pooled(5));
            await Task.Delay(Timeout.Infinite).InScope();

            async PooledTask Pooled(int depth)
            {
                if (depth > 0)
                    await Pooled(depth - 1);
                else
                    await Delay(100);
            }
            """);
        Test.Step(3);
        run.Scope.Cancel();
        PumpToEnd(run);
        Test.Step(2);
        Assert.That(run.TryCollect(), Is.True);
    }

    [Test]
    public void HeldFromOutside_AfterItsEnd_IsNamedInTheLog()
    {
        using ScriptHost impatient = new(Test.Loop, SharedCompiler.Instance, new ScriptHostOptions { UnloadSeconds = 0.05 });
        var starting = impatient.RunText("Leak.cs", "AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.Write(\"\");");
        var run = Await(starting).Run!;
        Test.PumpUntil(() => Test.Log.Warnings.Any(line => line.Contains("cannot leave memory", StringComparison.Ordinal)));
        Assert.That(Test.Log.Warnings.Single(line => line.Contains("memory", StringComparison.Ordinal)), Does.StartWith("Leak.cs (run 1) has ended, but its code cannot leave memory"));
        Assert.That(run.State, Is.EqualTo(ScriptRunState.Ended));
    }

    [Test]
    public void Reload_AThousandTimes_KeepsMemoryFlatAndCollectsEveryContext()
    {
        const int Rounds = 1000;
        const string Text = """
            List<Item> items = [new(1), new(2)];
            Start(() => Count("a"));
            Start(() => Count("b"));
            await foreach (Tick tick in Every(0.5))
                items.Add(new Item((int)tick.Index));
            async Task Count(string name)
            {
                while (true) { await Delay(0.1); items.Add(new Item(name.Length)); }
            }
            record Item(int Number);
            """;
        var earlier = Contexts();
        List<ScriptRun> runs = [];
        long before = 0;
        for (var round = 0; round < Rounds; round++)
        {
            // A comment differs, so that nothing can be reused from the last round.
            runs.Add(Run($"// {round}\n{Text}", "Reload.cs"));
            Test.Advance(0.2);
            if (round == Rounds / 4)
            {
                before = Settle(runs[..^1]);
            }
        }

        runs[^1].Scope.Cancel();
        PumpToEnd(runs[^1]);
        Test.Step(2);
        var after = Settle(runs);
        Assert.That(runs.Count(run => run.State != ScriptRunState.Unloaded), Is.Zero);
        Assert.That(Contexts().Count(context => context.IsAlive), Is.LessThanOrEqualTo(earlier.Count(context => context.IsAlive)));

        // What grows is this list of runs; 8 MiB would be 10 KiB a reload.
        Assert.That(after - before, Is.LessThan(8 * 1024 * 1024));
        TestContext.Out.WriteLine($"Managed memory after {Rounds / 4} reloads {before / 1024} KiB, after {Rounds} {after / 1024} KiB, working set {Environment.WorkingSet / (1024 * 1024)} MiB");
    }

    private static long Settle(List<ScriptRun> runs)
    {
        foreach (var run in runs)
        {
            run.TryCollect();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference[] Contexts() => [.. AssemblyLoadContext.All.Where(context => context.IsCollectible).Select(context => new WeakReference(context))];
}
