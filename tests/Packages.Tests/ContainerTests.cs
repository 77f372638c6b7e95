using System.Text.Json;
using System.Text.RegularExpressions;

namespace AsyncTick.Packages.Tests;

/// <summary>The Dockerfile, played without Docker: its build stage with the files that it copies, and its command with what that publishes.</summary>
public sealed partial class ContainerTests
{
    private static (string Name, string Arguments)[] Instructions { get; } =
        [.. InstructionPattern().Matches(File.ReadAllText(Repository.PathOf("Dockerfile"))).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Trim()))];

    [Test]
    public void Images_AreOfficialOnesByTag()
    {
        string[] images = [.. All("FROM").Select(from => from.Split(' ')[0])];

        Assert.That(images, Is.EqualTo(new[] { "mcr.microsoft.com/dotnet/sdk:10.0", "mcr.microsoft.com/dotnet/${RUNTIME}:10.0" }));
        Assert.That(All("ARG"), Is.EqualTo(new[] { "RUNTIME=runtime" }));
        Assert.That(Instructions.Select(each => each.Name).Distinct(), Is.SubsetOf(new[] { "ARG", "FROM", "WORKDIR", "COPY", "RUN", "USER", "STOPSIGNAL", "ENTRYPOINT", "CMD" }));
    }

    [Test]
    public void Stages_PublishWithTheFilesThatAreCopied_AndRunTheHost()
    {
        var source = Feed.MakeFolder("container-source");
        var app = Feed.MakeFolder("container-app");
        foreach (var copy in All("COPY").Where(copy => !copy.StartsWith("--from", StringComparison.Ordinal)))
        {
            var words = copy.Split(' ');
            foreach (var name in words[..^1])
            {
                Copy(name, Path.Combine(source, words[^1] == "./" ? name : words[^1]));
            }
        }

        var publish = All("RUN").Single().Replace("/app", app, StringComparison.Ordinal).Split(' ');
        (var status, var output) = DotNet.Start(publish[0], source, "", publish[1..]);
        Assert.That(status, Is.Zero, output);

        var scripts = Feed.MakeFolder("container-scripts");
        File.WriteAllText(Path.Combine(scripts, "Five.cs"), "await Delay(0.1); Log($\"hello {args[0]}\"); return 5;");
        string[] entry = [.. JsonSerializer.Deserialize<string[]>(All("ENTRYPOINT").Single())!.Select(word => word.Replace("/app/", app + "/", StringComparison.Ordinal))];
        (status, output) = DotNet.Start(entry[0], scripts, "", [.. entry[1..], "Five.cs", "--", "there"]);
        Assert.That((status, output.Contains("hello there", StringComparison.Ordinal)), Is.EqualTo((5, true)), output);

        var command = JsonSerializer.Deserialize<string[]>(All("CMD").Single())!;
        (status, output) = DotNet.Start(entry[0], scripts, "Quit\n", [.. entry[1..], .. command]);
        Assert.That(status, Is.Zero, output);
    }

    private static IEnumerable<string> All(string name) => Instructions.Where(each => each.Name == name).Select(each => each.Arguments);

    // As .dockerignore has it: nothing that was built here.
    private static void Copy(string name, string target)
    {
        var path = Repository.PathOf(name);
        if (File.Exists(path))
        {
            File.Copy(path, target);
            return;
        }

        Assert.That(Directory.Exists(path), Is.True, $"COPY {name}");
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(path, file);
            if (!relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, relative))!);
                File.Copy(file, Path.Combine(target, relative));
            }
        }
    }

    [GeneratedRegex(@"^([A-Z]+) (.*)$", RegexOptions.Multiline)]
    private static partial Regex InstructionPattern();
}
