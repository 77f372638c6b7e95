using System.CommandLine;
using System.Text.Json.Nodes;

namespace AsyncTick.Tool.Commands;

/// <summary>The commands that a host's console does itself.</summary>
internal static class RelayCommands
{
    public static IEnumerable<Command> All =>
    [
        Relay("cancel", "Cancel", "id|name", "Cancels a task by id or name, or a script by the name of its file.", required: true),
        Relay("pause", "Pause", "id|name", "Lets a task, a script or a scope rest.", required: true),
        Relay("resume", "Resume", "id|name", "Lets what was paused go on.", required: true),
        Relay("dashboard", "Dashboard", "port|stop", "Starts the host's web page and prints its link; over ssh, forward its port with ssh -L.", required: false),
        Faults(),
        Command(),
    ];

    private static Command Relay(string name, string command, string argument, string description, bool required)
    {
        Argument<string[]> words = new(argument) { Arity = required ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore };
        Command result = new(name, description) { words };
        result.SetSessionAction((session, parsed) => SendAsync(session, $"AsyncTick.{command} {string.Join(' ', parsed.GetValue(words) ?? [])}".TrimEnd()));
        return result;
    }

    private static Command Faults()
    {
        Argument<int?> number = new("number") { Description = "Shows the stack of one.", Arity = ArgumentArity.ZeroOrOne };
        Command result = new("faults", "Lists the last faults of a host.") { number };
        result.SetSessionAction(async (session, parsed) =>
        {
            if (!session.Json)
            {
                return await SendAsync(session, $"AsyncTick.Faults {parsed.GetValue(number)}".TrimEnd());
            }

            Console.Out.WriteLine((await session.AskAsync("faults")).GetRawText());
            return ToolExitCodes.Success;
        });
        return result;
    }

    private static Command Command()
    {
        Argument<string[]> words = new("line") { Description = "Commands as at the host's prompt, separated by semicolons.", Arity = ArgumentArity.OneOrMore, CaptureRemainingTokens = true };
        Command result = new("command", "Gives a host any command of its console: 'help' lists them.") { words };
        result.SetSessionAction((session, parsed) => SendAsync(session, string.Join(' ', parsed.GetRequiredValue(words))));
        return result;
    }

    private static async Task<int> SendAsync(Session session, string line)
    {
        session.PrintResult("result", await session.AskAsync("command", new JsonObject { ["line"] = line }));
        return ToolExitCodes.Success;
    }
}
