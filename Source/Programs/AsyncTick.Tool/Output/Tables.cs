using System.Text.Json;
using Spectre.Console;

namespace AsyncTick.Tool.Output;

/// <summary>Makes tables for a terminal or a file.</summary>
internal static class Tables
{
    /// <summary>Prints it; in a file no line is broken.</summary>
    public static void Print(Spectre.Console.Rendering.IRenderable what)
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = 4000;
        }

        AnsiConsole.Write(what);
    }

    /// <summary>A table; of its columns those that hold text, and no numbers, give way to a narrow terminal.</summary>
    public static Table New(params string[] headers)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var header in headers)
        {
            var column = new TableColumn(new Text(header, new Style(decoration: Decoration.Bold))).PadLeft(0).PadRight(2);
            table.AddColumn(header is "name" or "scope" or "waits on" or "folder" ? column : column.NoWrap());
        }

        return table;
    }

    public static Table Row(this Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)).ToArray<Spectre.Console.Rendering.IRenderable>());

    /// <summary>A text of one line in a live view, whose height is limited.</summary>
    public static string Short(string text, int most) => text.Length <= most || Console.IsOutputRedirected ? text : text[..(most - 3)] + "...";

    /// <summary>The task list.</summary>
    public static Table OfTasks(JsonElement tasks)
    {
        var table = New("id", "name", "scope", "state", "age", "resumes", "used", "longest", "waits on");
        foreach (var task in tasks.EnumerateArray())
        {
            table.Row(
                $"#{task.Number("id"):0}",
                NameOf(task),
                task.Text("scope"),
                task.Text("cancelReason") is { Length: > 0 } reason ? $"{task.Text("state")} ({reason})" : task.Text("state"),
                TaskTable.Duration(task.Number("ageSeconds")),
                $"{task.Number("resumes"):0}",
                TaskTable.Duration(task.Number("usedSeconds")),
                TaskTable.Duration(task.Number("longestSeconds")),
                WaitOf(task));
        }

        return table;
    }

    /// <summary>The tasks by scope, and below the task that started them where that is in the same scope (asyncio's pstree).</summary>
    public static Tree TreeOf(JsonElement tasks, string root)
    {
        var tree = new Tree(new Text(root));
        Dictionary<string, IHasTreeNodes> scopes = new() { [root] = tree };
        Dictionary<int, (string Scope, TreeNode Node)> nodes = [];
        foreach (var task in tasks.EnumerateArray())
        {
            var scope = task.Text("scope");
            var parent = nodes.TryGetValue((int)task.Number("parentId"), out var starter) && starter.Scope == scope ? starter.Node : ScopeNode(scope);
            var node = parent.AddNode(new Text($"#{task.Number("id"):0} {NameOf(task)}: {(task.Text("state") == "Running" ? "runs now" : WaitOf(task))}"));
            nodes[(int)task.Number("id")] = (scope, node);
        }

        return tree;

        IHasTreeNodes ScopeNode(string path)
        {
            if (!scopes.TryGetValue(path, out var node))
            {
                var slash = path.LastIndexOf('/');
                node = (slash < 0 ? tree : ScopeNode(path[..slash])).AddNode(new Text(path[(slash + 1)..], new Style(decoration: Decoration.Bold)));
                scopes[path] = node;
            }

            return node;
        }
    }

    /// <summary>Name and status.</summary>
    public static string NameOf(JsonElement task) => task.Text("status") is { Length: > 0 } status ? $"{task.Text("name")} [{status}]" : task.Text("name");

    /// <summary>What it waits on and where; its last fault when it waits for nothing.</summary>
    public static string WaitOf(JsonElement task)
    {
        if (!task.TryGetProperty("wait", out var wait))
        {
            return task.Text("lastFault");
        }

        return wait.Site() is { Length: > 0 } site ? $"{wait.Text("description")} at {site}" : wait.Text("description");
    }
}
