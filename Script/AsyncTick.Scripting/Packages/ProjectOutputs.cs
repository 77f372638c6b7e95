using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AsyncTick.Scripting;

/// <summary>
/// What the projects of a set of directives were built to, and from which sources. Remembered in an entry of the cache, so that projects are
/// built again only when a file of theirs has changed.
/// </summary>
internal sealed record ProjectOutputs(IReadOnlyList<string> Assemblies, bool AreCurrent)
{
    private const string StampFile = "sources.txt";

    private static readonly string[] Generated = ["bin", "obj"];

    /// <summary>Reads what an entry remembers.</summary>
    /// <exception cref="IOException">The entry has none.</exception>
    public static ProjectOutputs Read(string entry)
    {
        var list = ReadList(entry);
        var current = list.All(each => File.Exists(each.Output)) && File.ReadAllText(Path.Combine(entry, StampFile)) == StampOf(list.Select(each => each.Project));
        return new ProjectOutputs([.. list.Select(each => each.Output)], current);
    }

    /// <summary>Notes from which sources the projects were built.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="begun">When the build began: what was saved after that may not be in it, and is built again the next time.</param>
    public static void Note(string entry, DateTime begun)
    {
        string[] projects = [.. ReadList(entry).Select(each => each.Project)];
        var isKnown = projects.SelectMany(project => Sources(new DirectoryInfo(Path.GetDirectoryName(project)!))).All(file => file.LastWriteTimeUtc < begun);
        File.WriteAllText(Path.Combine(entry, StampFile), isKnown ? StampOf(projects) : "");
    }

    private static (string Output, string Project)[] ReadList(string entry) =>
        [.. File.ReadAllLines(Path.Combine(entry, RestoreProject.ListFile)).Select(line => line.Split('|')).Where(parts => parts.Length == 2).Select(parts => (parts[0], parts[1]))];

    private static string StampOf(IEnumerable<string> projects)
    {
        StringBuilder text = new();
        foreach (var folder in projects.Select(project => Path.GetDirectoryName(project)!).Distinct().Order(StringComparer.Ordinal))
        {
            foreach (var file in Sources(new DirectoryInfo(folder)).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                text.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static IEnumerable<FileInfo> Sources(DirectoryInfo folder) => folder.Exists
        ? folder.EnumerateFiles().Concat(folder.EnumerateDirectories()
            .Where(below => !Generated.Contains(below.Name, StringComparer.OrdinalIgnoreCase) && !below.Name.StartsWith('.'))
            .SelectMany(Sources))
        : [];
}
