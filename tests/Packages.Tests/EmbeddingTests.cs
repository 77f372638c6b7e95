using System.Diagnostics;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace AsyncTick.Packages.Tests;

/// <summary>The samples of Docs/Embedding.md and Docs/Telemetry.md run, and the pages show them as they are.</summary>
public sealed partial class EmbeddingTests
{
    [Test]
    public void Pages_ShowTheSamplesAsTheyAre()
    {
        string[] sources = [.. Directory.GetFiles(Repository.PathOf("Samples/Embedding"), "*.cs").Select(file => Words(File.ReadAllText(file)))];
        string[] pages = [File.ReadAllText(Repository.PathOf("Docs/Embedding.md")), File.ReadAllText(Repository.PathOf("Docs/Telemetry.md"))];
        string[] blocks = [.. pages.SelectMany(page => BlockPattern().Matches(page)).Select(match => match.Groups[1].Value)];

        Assert.That(blocks, Has.Length.GreaterThan(4));
        Assert.That(blocks.Where(block => !sources.Any(source => source.Contains(Words(block), StringComparison.Ordinal))), Is.Empty);
    }

    [Test]
    public void Console_EndsWithItsTasks() =>
        Assert.That(Run("console"), Is.EqualTo("LogAsyncTick: waits half a second\nLogAsyncTick: done\n"));

    // Of a quarter of a second that is 15 frames; the first step runs at the start, the last frame may fall on either side.
    [Test]
    public void Game_WaitsInGameTime() =>
        Assert.That(Run("game"), Does.Match(@"^LogAsyncTick: a quarter of a second of game time has passed\n4[4-7] frames, the first 30 paused\n$"));

    [Test]
    public void Worker_LogsThroughItsHost_AndEndsWithIt()
    {
        var output = Run("worker");
        Assert.That(output, Does.Match(@"info: AsyncTick\.GameLoop\[0\]\n +tick 3\n(.|\n)*the work ends in good order\n"));
    }

    [Test]
    public void Server_Serves_AndClosesInGoodOrder()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.EmbeddingProgram, "server"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var port = int.Parse(process.StandardOutput.ReadLine()!["port ".Length..], null);
        using (TcpClient client = new("127.0.0.1", port))
        {
            using StreamWriter writer = new(client.GetStream()) { AutoFlush = true };
            using StreamReader reader = new(client.GetStream());
            writer.WriteLine("hello");
            Assert.That(reader.ReadLine(), Is.EqualTo("hello"));
            process.StandardInput.WriteLine();
            Assert.That(reader.ReadLine(), Is.Null);
        }

        Assert.That(process.StandardOutput.ReadLine(), Is.EqualTo("closed"));
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero);
    }

    private static string Run(string sample) => DotNet.Run(Repository.Root, Repository.EmbeddingProgram, sample);

    private static string Words(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"^```cs\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex BlockPattern();
}
