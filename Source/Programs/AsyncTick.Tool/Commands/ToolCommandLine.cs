using System.CommandLine;
using AsyncTick.Remote;

namespace AsyncTick.Tool.Commands;

/// <summary>The command line of the tool.</summary>
internal static class ToolCommandLine
{
    private static readonly Option<string?> Host = new("--host", "-p") { Description = "Which host, by process id, name or folder; not needed when only one runs.", Recursive = true };
    private static readonly Option<bool> Json = new("--json") { Description = "Print JSON, one object or array a line.", Recursive = true };

    public static async Task<int> RunAsync(string[] args)
    {
        RootCommand root = new("Commands to running AsyncTick hosts of this user on this machine; over a network, through ssh.")
        {
            Host,
            Json,
            LookCommands.Ps(),
            AttachCommand.Make(),
            RunCommands.Run(),
            RunCommands.Eval(),
            LookCommands.List(),
            LookCommands.Tree(),
            TopCommand.Make(),
            LookCommands.WhoBlocks(),
            LookCommands.Dump(),
        };
        foreach (var command in RelayCommands.All)
        {
            root.Add(command);
        }

        root.Add(new Command("host", "Runs a host here, without the engine; 'asynctick host --help' says more.") { TreatUnmatchedTokensAsErrors = false });

        // @file.cs is an argument, and Ctrl-C is a command's own business.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
        return parsed.Errors.Count > 0 ? ToolExitCodes.BadInput : code;
    }

    /// <summary>Sets what a command does, with a session around it.</summary>
    public static void SetSessionAction(this Command command, Func<Session, ParseResult, Task<int>> action) => command.SetAction(async (parsed, _) =>
    {
        using Session session = new(parsed.GetValue(Host), parsed.GetValue(Json));
        try
        {
            return await action(session, parsed);
        }
        catch (Exception problem) when (problem is IOException or RemoteException or UnauthorizedAccessException or OperationCanceledException)
        {
            return session.Fail(problem);
        }
    });
}
