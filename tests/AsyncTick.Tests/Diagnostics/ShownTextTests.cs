using System.Globalization;
using AsyncTick.Testing;
using static AsyncTick.Async;

namespace AsyncTick.Tests.Diagnostics;

/// <summary>What lists and the log show: no control characters of names and messages, no culture, no digits without an end.</summary>
public sealed class ShownTextTests
{
    private const string Bad = "a\n\u001b[2Jb";
    private const string Shown = @"a\n\u001b[2Jb";

    [Test]
    public void Names_WithControlCharacters_AreShownAsEscapesInOneRow()
    {
        using var test = new TestLoop();
        var scope = test.Loop.RootScope.CreateChild(Bad);
        var gate = new AsyncLock(Bad);
        scope.Start(async () => { SetStatus(Bad); using (await gate.LockAsync()) { await Delay(9); } }, Bad);
        string[] waits = ["lock", "event", "semaphore"];
        scope.Start(async () => await gate.LockAsync(), waits[0]);
        scope.Start(async () => await new AsyncManualResetEvent(name: Bad).WaitAsync(), waits[1]);
        scope.Start(async () => await new AsyncSemaphore(0, Bad).WaitAsync(), waits[2]);
        test.Step();
        var rows = test.Table().Split('\n');
        Assert.That(rows, Has.Length.EqualTo(5));
        Assert.That(rows.Skip(1), Has.All.Contains(Shown).And.None.Contain("\u001b"));
        Assert.That(test.Loop.Tasks.Snapshot()[0], Has.Property("Name").EqualTo(Shown).And.Property("Status").EqualTo(Shown).And.Property("ScopePath").EqualTo($"test/{Shown}"));
        scope.Cancel();
        test.RunUntilIdle();
    }

    [Test]
    public void Fault_WhoseMessageHasControlCharacters_IsToldWithEscapesAndItsLines()
    {
        using var test = new TestLoop();
        test.Loop.Start(static () => throw new InvalidOperationException("one\r\ntwo \u001b[2J\rthree"), "faulty");
        test.Step();
        Assert.That(test.Log.Errors.Single(), Does.StartWith("Task 'faulty' (#1 in test) failed: one\ntwo \\u001b[2J").And.Not.Contain("\u001b").And.Not.Contain("\r"));
    }

    [Test]
    public void Fault_BeforeTheFirstWait_HasTheUsersFramesOnly()
    {
        using var test = new TestLoop();
        test.Loop.Start(static () => throw new InvalidOperationException("early"), "faulty");
        test.Step();
        Assert.That(test.Log.Errors.Single(), Does.Contain(nameof(Fault_BeforeTheFirstWait_HasTheUsersFramesOnly)).And.Not.Contain("TaskStart"));
    }

    [Test]
    public void List_InACultureWithAComma_HasPoints()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            using var test = new TestLoop();
            var task = test.Loop.Start(async () => await Delay(2.5));
            Assert.That(test.Table(), Does.Contain("2.50 s left"));
            task.Cancel();
            test.Step();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [TestCase(1e300, ExpectedResult = "1E+300 s")]
    [TestCase(1.5e9, ExpectedResult = "1.5E+09 s")]
    [TestCase(86_400, ExpectedResult = "1440 m 0 s")]
    [TestCase(double.PositiveInfinity, ExpectedResult = "Infinity s")]
    public string Duration_ThatNeverPasses_IsShort(double seconds) => TaskTable.Duration(seconds);

    [Test]
    public void Delay_ThatNeverPasses_IsShortInTheList()
    {
        using var test = new TestLoop();
        var task = test.Loop.Start(async () => await Delay(1e300));
        Assert.That(test.Table(), Does.Contain("delay, 1E+300 s left"));
        task.Cancel();
        test.Step();
    }
}
