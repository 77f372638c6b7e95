namespace AsyncTick.Packages.Tests;

/// <summary>The rules of the loop reach a project by its packages alone.</summary>
public sealed class RuleTests
{
    [TestCase("AsyncTick")]
    [TestCase("AsyncTick.Net")]
    public void Project_ThatBlocksALoop_IsToldAtItsBuild(string package)
    {
        var folder = Feed.MakeFolder($"Rules{package}");
        DotNet.Run(folder, "new", "console", "--no-restore", "--debug:custom-hive", Path.Combine(Feed.Folder, $"hive-rules-{package}"));
        DotNet.Run(folder, "add", "package", package);
        File.WriteAllText(
            Path.Combine(folder, "Program.cs"),
            """
            using AsyncTick;

            internal static class Program
            {
                private static void Main() => Console.WriteLine(nameof(Blocks));

                private static async Task<int> Blocks()
                {
                    await Async.NextFrame();
                    return Task.FromResult(1).Result;
                }
            }
            """);

        Assert.That(DotNet.Run(folder, "build"), Does.Contain("Program.cs(10,").And.Contain("warning AT0001"));
    }
}
