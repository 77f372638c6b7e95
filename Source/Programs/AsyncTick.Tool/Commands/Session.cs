using System.Text.Json;
using System.Text.Json.Nodes;
using AsyncTick.Remote;
using AsyncTick.Tool.Hosts;

namespace AsyncTick.Tool.Commands;

/// <summary>One command's run: its host, how it prints, and what cancels it.</summary>
internal sealed class Session(string? hostName, bool json) : IDisposable
{
    private readonly Interruption _interruption = new();
    private FoundHost? _host;

    public bool Json => json;

    /// <summary>Lets a prompt take Ctrl-C while it has what to cancel.</summary>
    public void TakeInterrupts(Func<bool> instead) => _interruption.Instead = instead;

    public CancellationToken Canceled => _interruption.Token;

    public int InterruptedCode => _interruption.ExitCode;

    /// <summary>The host that is meant; connects when first asked for.</summary>
    /// <exception cref="IOException">None, or several.</exception>
    public async Task<FoundHost> HostAsync() => _host ??= await HostFinder.FindAsync(hostName, Canceled);

    /// <summary>Asks the host; prints the log lines and remarks that come before the result.</summary>
    public async Task<JsonElement> AskAsync(string verb, JsonObject? fields = null, Action<JsonElement>? onReply = null) =>
        await (await HostAsync()).Client.RequestAsync(verb, fields, onReply ?? PrintReply, Canceled);

    public void PrintReply(JsonElement reply)
    {
        if (json)
        {
            Console.Out.WriteLine(reply.GetRawText());
        }
        else if (reply.TryGetProperty("log", out var log))
        {
            PrintLine(Console.Out, log);
        }
        else if (reply.TryGetProperty("out", out var said))
        {
            PrintLine(said.GetProperty("verbosity").GetString() is "Error" or "Warning" ? Console.Error : Console.Out, said);
        }
    }

    public void PrintResult(string name, JsonElement result)
    {
        if (json)
        {
            Console.Out.WriteLine($"{{\"{name}\":{result.GetRawText()}}}");
        }
    }

    public void Dispose()
    {
        _host?.Client.Dispose();
        _interruption.Dispose();
    }

    /// <summary>What went wrong, and the code for it.</summary>
    public int Fail(Exception problem)
    {
        var code = problem is RemoteException remote ? remote.Code : problem is OperationCanceledException ? "canceled" : "failed";
        if (json)
        {
            Console.Out.WriteLine(new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = problem.Message } }.ToJsonString());
        }
        else if (code != "refused")
        {
            Console.Error.WriteLine($"asynctick: {problem.Message}");
        }

        return InterruptedCode is > 0 and var interrupted ? interrupted
            : problem is RemoteException { Code: "failed" or "canceled" } ? ToolExitCodes.ScriptFailed
            : ToolExitCodes.BadInput;
    }

    private static void PrintLine(TextWriter writer, JsonElement line)
    {
        var verbosity = line.GetProperty("verbosity").GetString();
        var text = line.GetProperty("text").GetString();
        writer.WriteLine(verbosity is "Log" or "Display" ? text : $"{verbosity}: {text}");
        writer.Flush();
    }
}
