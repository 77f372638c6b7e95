using static AsyncTick.Async;

namespace AsyncTick.Tests.PooledTasks;

/// <summary>Every kind of wait inside a pooled method, as a task's body and one call deeper: it ends, is canceled and flows as in an <c>async Task</c>.</summary>
public sealed class PooledWaitTests
{
    private static readonly AsyncLocal<string?> Local = new();

    private static IEnumerable<TestCaseData> Cases() =>
        from wait in PooledWait.All
        from deep in new[] { false, true }
        select new TestCaseData(wait, deep).SetArgDisplayNames(wait.Name, deep ? "inside" : "body");

    private static IEnumerable<TestCaseData> CasesThatCancel() => Cases().Where(data => !((PooledWait)data.Arguments[0]!).IsPlain);

    [TestCaseSource(nameof(Cases))]
    public void Wait_Twice_ResumesInItsTask(object pooledWait, bool deep)
    {
        using var bench = new WaitBench();
        var wait = (PooledWait)pooledWait;
        var seen = new List<int>();
        GameTask Begin() => Start(bench, deep, async PooledTask () =>
        {
            await wait.Wait(bench);
            seen.Add(TaskId);
        });
        var first = Begin();
        var second = Begin();
        Assert.That((first.IsCompleted, second.IsCompleted), Is.EqualTo((false, false)));
        Assert.That(bench.Test.Loop.Tasks.Count, Is.EqualTo(2));
        wait.Complete(bench);
        bench.Test.Step(2, 0.1);
        if (wait.Name == "RunInExecutor")
        {
            // The bench's executor finishes its last work only.
            Assert.That(seen, Is.EqualTo(new[] { second.Id }));
            bench.Scope.Cancel();
            bench.Test.Step(2);
            return;
        }

        if (wait.Name == "PlainTask")
        {
            // In which order a plain task resumes two that await it is the framework's affair.
            seen.Sort();
        }

        Assert.That(seen, Is.EqualTo(new[] { first.Id, second.Id }));
        Assert.That((first.IsCompleted, second.IsCompleted, bench.Test.Loop.Tasks.Count, bench.Pending), Is.EqualTo((true, true, 0, 0)));
        Assert.That(bench.Test.Log.Errors, Is.Empty);
    }

    [TestCaseSource(nameof(CasesThatCancel))]
    public void Wait_CanceledWhileWaiting_EndsAndRunsFinally(object pooledWait, bool deep)
    {
        using var bench = new WaitBench();
        var wait = (PooledWait)pooledWait;
        var cleaned = 0;
        var task = Start(bench, deep, async PooledTask () =>
        {
            try
            {
                await wait.Wait(bench);
            }
            finally
            {
                cleaned++;
            }
        });
        task.Cancel();
        bench.Test.Step(2);
        Assert.That((task.IsCompleted, cleaned, bench.Test.Loop.Tasks.Count, bench.Pending), Is.EqualTo((true, 1, 0, 0)));
        Assert.That(bench.Test.Log.Errors, Is.Empty);
        Assert.That(bench.Test.Loop.Tasks.History()[0].State, Is.EqualTo(TaskState.Canceled));
        Assert.That(task.Task.IsCanceled, Is.True);
    }

    [TestCaseSource(nameof(CasesThatCancel))]
    public void Wait_CanceledBefore_EndsByTheNextFrame(object pooledWait, bool deep)
    {
        using var bench = new WaitBench();
        var wait = (PooledWait)pooledWait;
        var task = Start(bench, deep, async PooledTask () =>
        {
            Loop.Tasks.Cancel(TaskId);
            await wait.Wait(bench);
        });
        bench.Test.Step(2);
        Assert.That((task.IsCompleted, task.Task.IsCanceled, bench.Pending), Is.EqualTo((true, true, 0)));
    }

    [TestCaseSource(nameof(Cases))]
    public void AsyncLocal_AcrossAWait_FlowsAndDoesNotLeak(object pooledWait, bool deep)
    {
        using var bench = new WaitBench();
        var wait = (PooledWait)pooledWait;
        var seen = "";
        Start(bench, deep, async PooledTask () =>
        {
            Local.Value = "before";
            await wait.Wait(bench);
            seen = Local.Value;
            Local.Value = "after";
        });
        Assert.That(Local.Value, Is.Null, "it leaked into the host");
        wait.Complete(bench);
        bench.Test.Step(2, 0.1);
        Assert.That((seen, Local.Value), Is.EqualTo(("before", (string?)null)));
    }

    private static GameTask Start(WaitBench bench, bool deep, Func<PooledTask> body) =>
        deep ? bench.Scope.Start(async () => await body()) : bench.Scope.Start(body);
}
