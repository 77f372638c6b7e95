using System.Globalization;
using System.Text.RegularExpressions;

namespace AsyncTick.Scripting.Tests;

/// <summary>Who fails, who is slow and who hangs is in the log of a real host within a second, with script file and line.</summary>
public sealed partial class BlameTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = TestPaths.NewFolder();

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public Task BrokenCoroutine_IsNamedWithItsLineBeforeTheLoopGoesOn() => RealTime.AnyOfThreeAsync(Is.InRange(0.2, 1), async () =>
    {
        using HeadlessProcess process = new(TestPaths.Script("BrokenCoroutine.cs"));
        await process.EndAsync();
        var output = process.Output;
        var fault = Array.FindIndex(output, line => line.Contains("Error: Task 'BrokenCoroutine'", StringComparison.Ordinal));
        Assert.That(fault, Is.Not.Negative);
        Assert.That(output[fault + 2], Does.Contain("BrokenCoroutine.cs:line 12"));
        Assert.That(output[fault + 3], Is.EqualTo("Started at BrokenCoroutine.cs:4"));
        return Seconds(output, "The loop is alive.") - Seconds(output, "Error: Task 'BrokenCoroutine'");
    });

    [Test]
    public Task ThirtyMilliseconds_InOneStep_AreNamedWithTheirLine() => RealTime.AnyOfThreeAsync(Is.LessThan(1), async () =>
    {
        var output = await RunAsync("Slow.cs", """
            Start(Quick);
            Start(Slow);
            await Delay(1);

            async Task Quick()
            {
                while (true)
                {
                    await NextFrame();
                }
            }

            async Task Slow()
            {
                await Delay(0.3);
                Log("slow begins");
                long from = System.Diagnostics.Stopwatch.GetTimestamp();
                while (System.Diagnostics.Stopwatch.GetElapsedTime(from).TotalMilliseconds < 30)
                {
                }

                await Delay(0.1);
                Scope.Cancel();
            }
            """);

        // On a busy machine its other steps may be slow, too.
        var warning = output.First(static line => line.Contains("the wait at Slow.cs:15", StringComparison.Ordinal));
        Assert.That(warning, Does.Match(@"Task 'Slow' \(#\d+\) held the game thread for \d+\.\d ms in one step; it came from the wait at Slow\.cs:15\."));
        return Seconds(output, "the wait at Slow.cs:15") - Seconds(output, "slow begins");
    });

    [Test]
    [Category("case 47")]
    public Task HangingStep_IsNamedWithItsLineWhileItHangs() => RealTime.AnyOfThreeAsync(Is.InRange(0.9, 2), async () =>
    {
        var output = await RunAsync("Hang.cs", """
            await Delay(0.3);
            Log("hang begins");
            long from = System.Diagnostics.Stopwatch.GetTimestamp();
            while (System.Diagnostics.Stopwatch.GetElapsedTime(from).TotalSeconds < 3.5)
            {
            }

            Log("hang ends");
            """);
        var warning = Array.FindIndex(output, line => line.Contains("and still does", StringComparison.Ordinal));
        Assert.That(warning, Is.Not.Negative);
        Assert.That(output[warning], Does.Contain("Task 'Hang.cs'").And.Contain("whose last wait was at Hang.cs:1, has held the thread of loop 'Headless'"));
        Assert.That(Array.FindIndex(output, line => line.Contains("hang ends", StringComparison.Ordinal)), Is.GreaterThan(warning));

        // It is a hang after a second, and in the log within the next.
        return Seconds(output, "and still does") - Seconds(output, "hang begins");
    });

    [Test]
    public Task TaskThatDoesNotEnd_IsNamedWithWhatItAwaits() => RealTime.AnyOfThreeAsync(Is.InRange(1.9, 3), async () =>
    {
        var output = await RunAsync("Stubborn.cs", """
            TaskCompletionSource end = new(); GameTask deaf = Start(Deaf);
            await Delay(0.1);
            Log("canceled now");
            deaf.Cancel();
            await Delay(4); end.SetResult();

            async Task Deaf()
            {
                await end.Task;
            }
            """);
        var warning = output.Single(line => line.Contains("Warning: Task 'Deaf'", StringComparison.Ordinal));
        Assert.That(warning, Does.Match(@"was canceled \(User\) and has not ended after 2 s; it awaits .*Stubborn\.cs:9\. With \.InScope\(\) "));
        return Seconds(output, "Warning: Task 'Deaf'") - Seconds(output, "canceled now");
    });

    private async Task<string[]> RunAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        using HeadlessProcess process = new(path);
        await process.EndAsync();
        return process.Output;
    }

    /// <summary>When the line with this text was written.</summary>
    private static double Seconds(string[] output, string text)
    {
        var line = output.First(each => each.Contains(text, StringComparison.Ordinal));
        var stamp = StampPattern().Match(line);
        return DateTime.ParseExact(stamp.Groups[1].Value, "yyyy.MM.dd-HH.mm.ss:fff", CultureInfo.InvariantCulture).TimeOfDay.TotalSeconds;
    }

    [GeneratedRegex(@"^\[([^\]]+)\]")]
    private static partial Regex StampPattern();
}
