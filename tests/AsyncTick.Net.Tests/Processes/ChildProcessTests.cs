using System.Diagnostics;
using static AsyncTick.Async;

namespace AsyncTick.Net.Tests.Processes;

/// <summary>Real processes of the system's shell: what they write, how they end, and that they end with their scope.</summary>
public sealed class ChildProcessTests
{
    [Test]
    public void Run_WritesAndEnds_GivesLinesAndExitCode()
    {
        using var test = new NetLoop();
        var lines = new List<string>();
        var code = 0;
        test.Run(async () => code = await ChildProcess.Run("sh", ["-c", "echo one; echo 'two  $x'; printf 'three\\r\\nfour\\rlast'; exit 3"], line => lines.Add($"{line}")));
        Assert.That(lines, Is.EqualTo(["one", "two  $x", "three", "four", "last"]));
        Assert.That(code, Is.EqualTo(3));
        Assert.That(test.Loop.Tasks.Count, Is.Zero);
    }

    [Test]
    public void Run_ErrorsAndArguments_AreAsTheyAre()
    {
        using var test = new NetLoop();
        var lines = new List<ProcessLine>();
        test.Run(async () => await ChildProcess.Run(
            "sh",
            ["-c", "echo \"$1|$2|$KIND|$PWD\" >&2", "sh", "a b", "\"c\"'"],
            lines.Add,
            new ChildProcessOptions { WorkingDirectory = "/", Environment = new Dictionary<string, string?> { ["KIND"] = "Größe" } }));
        Assert.That(lines, Is.EqualTo([new ProcessLine("a b|\"c\"'|Größe|/", true, false)]));
    }

    [Test]
    public void ReadLines_LongLine_IsCutAndBounded()
    {
        using var test = new NetLoop();
        var lines = new List<ProcessLine>();
        test.Run(async () => await ChildProcess.Run(
            "sh",
            ["-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo next"],
            lines.Add,
            new ChildProcessOptions { MaxLineLength = 10 }));
        Assert.That(lines, Is.EqualTo([new ProcessLine("xxxxxxxxxx", false, true), new ProcessLine("next", false, false)]));
    }

    [Test]
    public void WriteLine_AndCloseInput_ReachTheProcess()
    {
        using var test = new NetLoop();
        var lines = new List<string>();
        test.Run(async () =>
        {
            await using var cat = ChildProcess.Start("cat");
            await cat.WriteLine("eins");
            await cat.WriteLine("zwei ä");
            cat.CloseInput();
            await foreach (var line in cat.ReadLines())
            {
                lines.Add(line.Text);
            }

            Assert.That(await cat.WaitForExit(), Is.Zero);
            Assert.That(async () => await cat.WriteLine("late"), Throws.InstanceOf<IOException>());
        });
        Assert.That(lines, Is.EqualTo(["eins", "zwei ä"]));
    }

    [Test]
    public void Scope_Canceled_KillsTheProcessAndItsTree()
    {
        using var test = new NetLoop();
        var scope = test.Loop.RootScope.CreateChild("script");
        var ids = new List<int>();
        scope.Start(async () => await ChildProcess.Run("sh", ["-c", "sleep 1000 & echo $!; echo $$; wait"], line => ids.Add(int.Parse(line.Text, System.Globalization.CultureInfo.InvariantCulture))));
        test.PumpUntil(() => ids.Count == 2);
        Assert.That(ids, Has.All.Matches<int>(IsAlive));
        scope.Cancel();
        test.PumpUntil(() => scope.IsEmpty);
        test.PumpUntil(() => !ids.Exists(IsAlive));
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Scope_CanceledWhileAnOrphanHoldsThePipe_LeavesNoFault()
    {
        using var test = new NetLoop();
        var scope = test.Loop.RootScope.CreateChild("script");
        var orphan = 0;
        scope.Start(async () => await ChildProcess.Run("sh", ["-c", "(sleep 1000 & echo $!); exec sleep 1000"], line => orphan = int.Parse(line.Text, System.Globalization.CultureInfo.InvariantCulture)));
        test.PumpUntil(() => orphan != 0);
        scope.Cancel();
        test.PumpUntil(() => scope.IsEmpty);

        // The end of its pipe fails the read, and what goes unseen is told when it is collected.
        for (var i = 0; i < 10; i++)
        {
            test.PumpFor(0.02);
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var left = System.Diagnostics.Process.GetProcessById(orphan);
        left.Kill();
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Scope_Abandoned_KillsTheProcess()
    {
        using var test = new NetLoop();
        var scope = test.Loop.RootScope.CreateChild("script");
        ChildProcess? process = null;
        scope.Start(async () =>
        {
            process = ChildProcess.Start("sleep", ["1000"]);
            await process.WaitForExit();
        });
        Assert.That(IsAlive(process!.Id));
        scope.Abandon();
        test.PumpUntil(() => !IsAlive(process.Id));
    }

    [Test]
    public void Dispose_WhileItRuns_KillsAndWaitsForTheEnd()
    {
        using var test = new NetLoop();
        test.Run(async () =>
        {
            var process = ChildProcess.Start("sleep", ["1000"]);
            await NextFrame();
            Assert.That(Loop.Tasks.Snapshot().Select(static row => row.Name), Has.Member("process sleep"));
            await process.DisposeAsync();
            Assert.That(IsAlive(process.Id), Is.False);
            Assert.That(await process.WaitForExit(), Is.EqualTo(137));
        });
        Assert.That(test.Log.Errors, Is.Empty);
    }

    [Test]
    public void Lines_NotRead_HoldTheProcessAndBoundTheMemory()
    {
        using var test = new NetLoop();
        test.Run(async () =>
        {
            await using var yes = ChildProcess.Start("yes", options: new ChildProcessOptions { MaxUnreadLines = 20 });
            var read = 0;
            await foreach (var line in yes.ReadLines())
            {
                if (++read == 1000)
                {
                    break;
                }

                await NextFrame();
            }

            Assert.That(IsAlive(yes.Id));
        });
    }

    [Test]
    public void End_WithSomethingLeftOnThePipe_IsSeenAllTheSame()
    {
        using var test = new NetLoop();
        var ids = new List<string>();
        try
        {
            test.Run(async () => await ChildProcess.Run("sh", ["-c", "setsid sleep 1000 & echo $!"], line => ids.Add(line.Text), new ChildProcessOptions { DrainSeconds = 0.1 }));
        }
        finally
        {
            using var left = Process.GetProcessById(int.Parse(ids[0], System.Globalization.CultureInfo.InvariantCulture));
            left.Kill();
        }
    }

    [Test]
    public void Start_OfNothing_SaysWhatIsWrong()
    {
        using var test = new NetLoop();
        Assert.That(() => test.Run(async () => await ChildProcess.Run("no-such-program")), Throws.InstanceOf<IOException>().With.Message.Contains("'no-such-program' could not be started").And.Message.Contains("PATH"));
        Assert.That(() => ChildProcess.Start("true"), Throws.InvalidOperationException);
    }

    [Test]
    public void LineCutter_TextInAnyPieces_GivesTheSameLines()
    {
        const string Text = "one\ntwo\r\nthree\rfour\n\nsix\r\r\nlast";
        string[] expected = ["one", "two", "three", "four", "", "six", "", "last"];
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var cutter = new LineCutter(1000);
            var lines = new List<(string Text, bool IsCut)>();
            for (var at = 0; at < Text.Length;)
            {
                var length = random.Next(1, 5);
                cutter.Add(Text.AsSpan(at, Math.Min(length, Text.Length - at)), lines);
                at += length;
            }

            cutter.End(lines);
            Assert.That(lines.ConvertAll(static line => line.Text), Is.EqualTo(expected));
        }
    }

    // A zombie that its parent has not asked about is no more alive.
    private static bool IsAlive(int id) => File.Exists($"/proc/{id}/stat") && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
}
