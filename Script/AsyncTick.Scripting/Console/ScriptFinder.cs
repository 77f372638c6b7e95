namespace AsyncTick.Scripting;

/// <summary>Finds the file that a name on a console line means.</summary>
internal static class ScriptFinder
{
    /// <summary>Gives the full path, or null and the reason. The extension may be left out.</summary>
    public static string? Find(string name, IReadOnlyList<string> folders, out string problem)
    {
        problem = "";
        string[] names = name.EndsWith(".cs", StringComparison.OrdinalIgnoreCase) ? [name] : [name, name + ".cs"];
        string[] places = [Environment.CurrentDirectory, .. folders];
        foreach (string place in places)
        {
            foreach (string candidate in names)
            {
                string path = Path.GetFullPath(candidate, Path.GetFullPath(place));
                if (File.Exists(path))
                {
                    return path;
                }
            }
        }

        problem = Directory.Exists(name)
            ? $"'{name}' is a folder; name a script in it."
            : Path.IsPathRooted(name) || folders.Count == 0
                ? $"There is no script '{name}'."
                : $"There is no script '{name}', neither here nor in {string.Join(", ", folders)}.";
        return null;
    }
}
