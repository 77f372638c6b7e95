using System.Diagnostics;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests;

/// <summary>What a script may call from any thread that its code leads to.</summary>
public sealed class OffThreadCallTests
{
    // Each runs the function somewhere else than on the loop's thread and completes when it has run.
    private static readonly Dictionary<string, Func<Action, Task>> Ways = new()
    {
        ["Task.Run"] = static action => Task.Run(action),
        ["RunInExecutor"] = static action => RunInExecutor(null, action),
        ["RunInExecutor, a thread of its own"] = static async action =>
        {
            using var executor = new ThreadExecutor("own");
            await RunInExecutor(executor, action);
        },
        ["SwitchToThreadPool"] = static async action =>
        {
            await SwitchToThreadPool();
            action();
            await SwitchToGameThread();
        },
        ["ConfigureAwait(false)"] = static async action =>
        {
            await Task.Run(static () => Thread.Sleep(1)).ConfigureAwait(false);
            action();
        },
        ["Thread"] = static action =>
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            new Thread(() => Complete(action, done)).Start();
            return done.Task;
        },
        ["Timer"] = static async action =>
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var timer = new Timer(_ => Complete(action, done), null, 1, Timeout.Infinite);
            await done.Task;
        },
        ["Process.OutputDataReceived"] = static async action =>
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var process = new Process { StartInfo = new ProcessStartInfo("echo", "x") { RedirectStandardOutput = true } };
            process.OutputDataReceived += (_, line) =>
            {
                if (line.Data is not null)
                {
                    Complete(action, done);
                }
            };
            process.Start();
            process.BeginOutputReadLine();
            await done.Task;
        },
        ["FileSystemWatcher"] = static async action =>
        {
            var folder = Directory.CreateTempSubdirectory("asynctick-");
            try
            {
                var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var watcher = new FileSystemWatcher(folder.FullName) { EnableRaisingEvents = true };
                watcher.Created += (_, _) => Complete(action, done);
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, "x"), "");
                await done.Task;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        },
        ["CancellationToken"] = static action =>
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var source = new CancellationTokenSource();
            source.Token.Register(() => Complete(action, done));
            source.CancelAfter(1);
            return done.Task;
        },
    };

    private static IEnumerable<string> WayNames => Ways.Keys;

    private static IEnumerable<string> TaskWayNames => ["RunInExecutor", "RunInExecutor, a thread of its own", "SwitchToThreadPool"];

    [TestCaseSource(nameof(WayNames))]
    [Category("case 24")]
    public void LogAndPost_FromThere_ReachTheirLoop(string way)
    {
        using var other = new TestLoop();
        using var test = new TestLoop();
        var posted = 0;
        test.Run(() => Ways[way](() =>
        {
            Log("a line");
            LogWarning("a warning");
            LogError("an error");
            Loop.Post(() => posted++);
            Log(new object());
        }));
        test.PumpUntil(() => posted > 0);
        Assert.Multiple(() =>
        {
            Assert.That(posted, Is.EqualTo(1));
            Assert.That(test.Log.Plain, Has.One.Contains("a line [test").And.One.Contains("System.Object"));
            Assert.That(test.Log.Warnings, Has.One.Contains("a warning"));
            Assert.That(test.Log.Errors, Has.One.Contains("an error"));
            Assert.That(other.Log.Lines, Is.Empty);
        });
    }

    [TestCaseSource(nameof(TaskWayNames))]
    public void TheTask_FromThere_IsKnown(string way)
    {
        using var test = new TestLoop();
        var (id, scope, isCanceled, token) = (0, "", false, CancellationToken.None);
        var here = 0;
        test.Run(async () =>
        {
            here = TaskId;
            await Ways[way](() =>
            {
                Log("a line");
                id = TaskId;
                scope = Scope.Path;
                token = Token;
                isCanceled = IsCancellationRequested;
                SetStatus("half");
            });

            // The status is a post, and a frame's posts come behind its waiters.
            await Frames(2);
            Assert.That(test.Loop.Tasks.Snapshot().Single().Status, Is.EqualTo("half"));
        });
        Assert.That((id, scope, isCanceled, token.IsCancellationRequested), Is.EqualTo((here, "test", false, false)));
        Assert.That(token.CanBeCanceled);
        Assert.That(test.Log.Plain, Has.One.Contains($"#{here}"));
    }

    [TestCaseSource(nameof(TaskWayNames))]
    public void Token_AskedForFromThere_IsCanceledWithTheTask(string way)
    {
        using var test = new TestLoop();
        using var asked = new ManualResetEventSlim();
        var (before, after, seen) = (true, false, false);
        var task = test.Loop.Start(() => Ways[way](() =>
        {
            var token = Token;
            before = token.IsCancellationRequested;
            asked.Set();
            after = token.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            seen = IsCancellationRequested;
        }));
        test.PumpUntil(() => asked.IsSet);
        task.Cancel();
        test.PumpUntil(() => task.IsCompleted && seen);
        Assert.That((before, after, seen), Is.EqualTo((false, true, true)));
    }

    [Test]
    public void TheTask_WhereOnlyTheLoopIsKnown_SaysWhatToCall()
    {
        using var test = new TestLoop();
        test.Run(() => Task.Run(() => Assert.Multiple(() =>
        {
            foreach (var ask in new Action[] { static () => _ = TaskId, static () => _ = Token, static () => _ = Scope, static () => SetStatus("x"), static () => _ = IsCancellationRequested })
            {
                Assert.That(ask, Throws.InvalidOperationException.With.Message.Contains("RunInExecutor").And.Message.Contains("Loop.Post"));
            }
        })));
    }

    [Test]
    public void Log_FromCodeThatNoTaskLedTo_DoesNotThrow()
    {
        Assert.DoesNotThrow(static () => Log("from nowhere"));
        Assert.That(static () => Loop, Throws.InvalidOperationException.With.Message.Contains("loop.Post"));
    }

    [Test]
    public void FaultedHandler_Logs_ReachesItsLoop()
    {
        using var test = new TestLoop();
        test.Loop.Faulted += static fault => Log($"told: {fault.Exception.Message}");
        test.Loop.Start(static async () =>
        {
            await NextFrame();
            throw new InvalidOperationException("boom");
        });
        test.Step(3);
        test.Loop.Start(static () => throw new InvalidOperationException("at shutdown"));
        test.Loop.Shutdown();
        Assert.That(test.Log.Plain, Has.One.EqualTo("told: boom").And.One.EqualTo("told: at shutdown"));
        Assert.That(test.Log.Errors, Has.None.Contains("handler"));
    }

    [Test]
    public void Post_FromAnotherThreadAfterTheEnd_DoesNotThrow()
    {
        GameLoop ended;
        using (var test = new TestLoop())
        {
            ended = test.Loop;
        }

        FromThread.Run(() => ended.Post(static () => { }));
    }

    [Test]
    public void HostsValues_ThatAreCarriedAlong_AreBackAfterAStartAndAFrame()
    {
        var local = new AsyncLocal<string> { Value = "host" };
        using var test = new TestLoop();
        string? seen = null;
        test.Loop.Start(async () =>
        {
            seen = local.Value;
            local.Value = "task";
            await NextFrame();
            await Task.Run(static () => Log("there"));
        });
        Assert.That((seen, local.Value), Is.EqualTo(("host", "host")));
        test.PumpUntil(() => test.Loop.Tasks.Count == 0);
        Assert.That(local.Value, Is.EqualTo("host"));
        Assert.That(test.Log.Plain, Has.One.Contains("there"));
    }

    private static void Complete(Action action, TaskCompletionSource done)
    {
        try
        {
            action();
            done.TrySetResult();
        }
        catch (Exception fault)
        {
            done.TrySetException(fault);
        }
    }
}
