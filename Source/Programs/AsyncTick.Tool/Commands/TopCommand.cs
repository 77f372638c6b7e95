using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncTick.Tool.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace AsyncTick.Tool.Commands;

/// <summary>The live view of a host's tasks.</summary>
internal static class TopCommand
{
    // Two lines above the table, its header, and the cursor's.
    private const int OtherLines = 4;

    // What the columns before the texts take.
    private const int NumbersWidth = 75;

    public static Command Make()
    {
        Option<double> interval = new("--interval", "-d") { Description = "Seconds between two updates.", DefaultValueFactory = _ => 1 };
        Option<int> count = new("--count", "-c") { Description = "End after so many updates; 0 for never.", DefaultValueFactory = _ => 0 };
        Command command = new("top", "Shows live which tasks of a host use its game thread, and what they wait for. Ctrl-C ends it.") { interval, count };
        command.SetSessionAction((session, parsed) => FollowAsync(session, parsed.GetValue(interval), parsed.GetValue(count)));
        return command;
    }

    private static async Task<int> FollowAsync(Session session, double interval, int count)
    {
        var isLive = !session.Json && !Console.IsOutputRedirected;
        var host = await session.HostAsync();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(session.Canceled);
        var shown = 0;
        var rows = isLive ? Math.Max(5, AnsiConsole.Profile.Height - OtherLines) : 30;
        void Show(JsonElement reply)
        {
            if (!reply.TryGetProperty("top", out var top) || enough.IsCancellationRequested)
            {
                return;
            }

            if (session.Json)
            {
                Console.Out.WriteLine(top.GetRawText());
            }
            else
            {
                if (isLive)
                {
                    AnsiConsole.Clear();
                }

                Tables.Print(View(top, host.Name));
            }

            if (++shown == count)
            {
                enough.Cancel();
            }
        }

        try
        {
            await host.Client.RequestAsync("top", new JsonObject { ["seconds"] = interval, ["rows"] = rows }, Show, enough.Token);
        }
        catch (AsyncTick.Remote.RemoteException ended) when (ended.Code == "canceled" && enough.IsCancellationRequested)
        {
            // As asked.
        }

        return ToolExitCodes.Success;
    }

    private static IRenderable View(JsonElement top, string host)
    {
        if (top.Text("state") == "blocked")
        {
            return new Text($"{host}: {top.Text("text")}, has held the game thread for {TaskTable.Duration(top.Number("seconds"))}.", new Style(Color.Red));
        }

        var head = new Text(
            $"{host}: frame {top.Number("frame"):0}, {top.Number("framesPerSecond"):0} frames/s, {top.Number("stepsPerSecond"):0} steps/s; pump {TaskTable.Duration(top.Number("pumpMeanSeconds"))} mean, "
            + $"{TaskTable.Duration(top.Number("pumpMaxSeconds"))} longest, {top.Number("backlogMax"):0} left over\n{top.Number("taskCount"):0} tasks, {top.Number("faults"):0} faults, {top.Number("slowSteps"):0} slow steps");
        var table = Tables.New("id", "load", "resumes/s", "used", "longest", "age", "state", "name", "scope", "waits on");
        var width = Math.Max(20, (AnsiConsole.Profile.Width - NumbersWidth) / 2);
        foreach (var task in top.GetProperty("tasks").EnumerateArray())
        {
            table.Row(
                $"#{task.Number("id"):0}",
                $"{100 * task.Number("load"):0.0} %",
                $"{task.Number("resumesPerSecond"):0}",
                TaskTable.Duration(task.Number("usedSeconds")),
                TaskTable.Duration(task.Number("longestSeconds")),
                TaskTable.Duration(task.Number("ageSeconds")),
                task.Text("state"),
                Tables.Short(Tables.NameOf(task), width / 2),
                Tables.Short(task.Text("scope"), width / 2),
                Tables.Short(Tables.WaitOf(task), width));
        }

        return new Rows(head, table);
    }
}
