namespace AsyncTick.Scripting;

/// <summary>Finds the files that a name on a console line means: in the current directory first, then in the script folders.</summary>
internal sealed class ScriptFinder(IReadOnlyList<string> folders)
{
    /// <summary>Gives the full path, or null and the reason. The extension may be left out.</summary>
    public string? Find(string name, out string problem)
    {
        problem = "";
        string[] names = name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? [name] : [name, name + ".cs"];
        foreach (var place in Places())
        {
            foreach (var candidate in names)
            {
                var path = Path.GetFullPath(candidate, Path.GetFullPath(place));
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        if (Suggest(name) is { } near)
        {
            problem = $"There is no script '{name}'. Did you mean {near}?";
            return null;
        }

        problem = Directory.Exists(name)
            ? $"'{name}' is a folder; name a script in it."
            : Path.IsPathRooted(name) || folders.Count == 0
                ? $"There is no script '{name}'."
                : $"There is no script '{name}', neither here nor in {string.Join(", ", folders)}.";
        return null;
    }

    /// <summary>Names that <see cref="Find"/> finds and that may begin with the word. A folder is completed before what is in it.</summary>
    public IEnumerable<string> Complete(string word)
    {
        var folder = word[..(word.LastIndexOfAny(['/', '\\']) + 1)];
        foreach (var place in Places())
        {
            DirectoryInfo directory = new(Path.GetFullPath(folder, Path.GetFullPath(place)));
            if (!directory.Exists)
            {
                continue;
            }

            foreach (var each in directory.EnumerateFileSystemInfos().Where(each => !each.Name.StartsWith('.')))
            {
                if (each is DirectoryInfo && place == Environment.CurrentDirectory)
                {
                    yield return $"{folder}{each.Name}/";
                }
                else if (each.Name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
                {
                    yield return folder + each.Name;
                }
            }
        }
    }

    // In the same folder.
    private string? Suggest(string name)
    {
        var file = Path.GetFileNameWithoutExtension(name);
        var scripts = Complete(name[..(name.LastIndexOfAny(['/', '\\']) + 1)]).Where(each => each.EndsWith(".cs", StringComparison.OrdinalIgnoreCase));
        return file.Length == 0 ? null : NearNames.Find(file, scripts, Math.Min(2, file.Length / 3));
    }

    private IEnumerable<string> Places() => folders.Prepend(Environment.CurrentDirectory);
}
