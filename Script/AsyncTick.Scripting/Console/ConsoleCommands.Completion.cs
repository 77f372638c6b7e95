namespace AsyncTick.Scripting;

public sealed partial class ConsoleCommands
{
    /// <summary>
    /// Says what the word before the cursor may become: the name of a command, of a script, of a task. Loop thread: it looks at what runs.
    /// </summary>
    /// <param name="line">The line so far.</param>
    /// <param name="cursor">How many characters of it are before the cursor.</param>
    public ConsoleCompletion Complete(string line, int cursor)
    {
        int begin = StartOfCommand(line, cursor);
        int start = StartOfWord(line, begin, cursor);
        string word = line[start..cursor].TrimStart('"');
        string command = CommandLineText.FirstWord(line[..cursor], begin);
        int before = line[begin..start].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Count(each => each[0] != '-');
        IEnumerable<string> names = before == 0
            ? Commands.Select(each => word.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? each.Name : each.ShortName)
            : before > 1 ? [] : Find(command)?.Command.ShortName switch
            {
                "Run" or "Watch" => ScriptNames(word),
                "Eval" when word.StartsWith('@') => ScriptNames(word[1..]).Select(name => "@" + name),
                "Cancel" => TaskNames(),
                "Pause" or "Resume" => TaskNames().Concat(Scopes(_scripts.Loop.RootScope).Skip(1).Select(scope => scope.Path)),
                "Help" => Commands.Select(each => each.ShortName),
                _ => [],
            };
        return new ConsoleCompletion(start, Matches(names, word));
    }

    private static string[] Matches(IEnumerable<string> names, string word)
    {
        try
        {
            return [.. names
                .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(name => name.Any(char.IsWhiteSpace) ? $"\"{name}\"" : name)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A folder that may not be looked into, or is none, completes to nothing.
            return [];
        }
    }

    private IEnumerable<string> ScriptNames(string word)
    {
        // What the name finds: in the current directory, and in the script folders. A folder is completed before what is in it.
        string folder = word[..(word.LastIndexOfAny(['/', '\\']) + 1)];
        foreach (string place in (string[])[Environment.CurrentDirectory, .. _options.ScriptFolders])
        {
            DirectoryInfo directory = new(Path.GetFullPath(folder, Path.GetFullPath(place)));
            if (!directory.Exists)
            {
                continue;
            }

            foreach (FileSystemInfo each in directory.EnumerateFileSystemInfos().Where(each => !each.Name.StartsWith('.')))
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

    private IEnumerable<string> TaskNames() =>
        _scripts.Running.Select(run => run.Name).Concat(_scripts.Loop.Tasks.Snapshot().Select(task => task.Name));

    private int StartOfCommand(string line, int cursor)
    {
        int begin = 0;
        bool quoted = false;
        for (int i = 0; i < cursor; i++)
        {
            if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ';' && !quoted && Find(CommandLineText.FirstWord(line, begin)) is not { IsCode: true })
            {
                begin = i + 1;
            }
        }

        return begin;
    }

    private static int StartOfWord(string line, int begin, int cursor)
    {
        int start = begin;
        bool quoted = false;
        for (int i = begin; i < cursor; i++)
        {
            if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (char.IsWhiteSpace(line[i]) && !quoted)
            {
                start = i + 1;
            }
        }

        return start;
    }
}
