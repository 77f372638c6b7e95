using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using AsyncTick.Headless;
using AsyncTick.Remote;
using AsyncTick.Scripting;

namespace AsyncTick.Tool.Commands;

/// <summary>The prompt of a running host.</summary>
internal static class AttachCommand
{
    private const string EvalCommand = "Eval ";
    private static readonly TimeSpan CompletionPatience = TimeSpan.FromSeconds(1);

    public static Command Make()
    {
        Option<int> lines = new("--lines", "-n") { Description = "How many of the last log lines to show.", DefaultValueFactory = _ => 20 };
        Command command = new("attach", "The prompt of a host: its commands, completion with Tab, its log. Ctrl-D, exit or quit leaves it, and the host goes on; Ctrl-C cancels what was typed.") { lines };
        command.SetSessionAction((session, parsed) => new Prompt(session).RunAsync(parsed.GetValue(lines)));
        return command;
    }

    private sealed class Prompt(Session session)
    {
        private readonly TerminalScreen? _screen = TerminalScreen.IsAvailable() ? new TerminalScreen(Console.Out) : null;
        private readonly Channel<string> _typed = Channel.CreateUnbounded<string>();
        private readonly HashSet<CancellationTokenSource> _running = [];
        private RemoteClient _client = null!;
        private int _exitCode;

        public async Task<int> RunAsync(int lines)
        {
            var host = await session.HostAsync();
            _client = host.Client;
            session.TakeInterrupts(CancelTyped);
            Write($"{host.Name}, process {host.ProcessId} in {host.Folder}.{(_screen is null ? "" : " Ctrl-D leaves; AsyncTick.Quit ends a headless host.")}");
            var log = _client.RequestAsync("log", new JsonObject { ["lines"] = lines, ["follow"] = true }, PrintLog, session.Canceled);
            new Thread(Read) { IsBackground = true, Name = "Console input" }.Start();
            var typing = ExecuteTypedAsync();
            var first = await Task.WhenAny(typing, log);
            _screen?.Close();
            await first;
            return _exitCode;
        }

        private void Read()
        {
            Func<string?> read = _screen is null ? Console.In.ReadLine : new LineEditor(_screen, Complete).ReadLine;
            while (read() is { } line)
            {
                // Ctrl-D reads as quit.
                if (line.Trim() is "quit" or "exit")
                {
                    break;
                }

                _typed.Writer.TryWrite(line);
            }

            _typed.Writer.TryComplete();
        }

        private async Task ExecuteTypedAsync()
        {
            await foreach (var line in _typed.Reader.ReadAllAsync(session.Canceled))
            {
                var executing = ExecuteAsync(line.Trim());
                if (_screen is null)
                {
                    await executing;
                }
            }
        }

        private async Task ExecuteAsync(string line)
        {
            if (line.Length == 0)
            {
                return;
            }

            using CancellationTokenSource cancel = new();
            lock (_running)
            {
                _running.Add(cancel);
            }

            try
            {
                // As a request of its own a line ends with Ctrl-C; as a command of the host it would be the host's.
                var isCode = line.StartsWith(EvalCommand, StringComparison.OrdinalIgnoreCase) && line[EvalCommand.Length..].TrimStart() is not ['@' or '-', ..];
                var result = isCode
                    ? await _client.RequestAsync("eval", new JsonObject { ["code"] = line[EvalCommand.Length..] }, PrintSaid, cancel.Token)
                    : await _client.RequestAsync("command", new JsonObject { ["line"] = line }, PrintSaid, cancel.Token);
                if (isCode && result.GetProperty("value").GetString() is { } value)
                {
                    Write(value);
                }
            }
            catch (RemoteException refused)
            {
                _exitCode = _screen is null ? ToolExitCodes.BadInput : 0;
                if (refused.Code is not ("refused" or "compile"))
                {
                    Write($"Error: {refused.Message}");
                }
            }
            catch (IOException)
            {
                // The log's request says so.
            }
            finally
            {
                lock (_running)
                {
                    _running.Remove(cancel);
                }
            }
        }

        private bool CancelTyped()
        {
            lock (_running)
            {
                foreach (var cancel in _running)
                {
                    cancel.Cancel();
                }

                return _running.Count > 0;
            }
        }

        private ConsoleCompletion Complete(string line, int cursor)
        {
            try
            {
#pragma warning disable VSTHRD002 // The reader's own thread, which has nothing else to do.
                var answer = _client.RequestAsync("complete", new JsonObject { ["line"] = line, ["cursor"] = cursor }).WaitAsync(CompletionPatience).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
                return new ConsoleCompletion(answer.GetProperty("start").GetInt32(), [.. answer.GetProperty("candidates").EnumerateArray().Select(each => each.GetString()!)]);
            }
            catch (Exception problem) when (problem is IOException or RemoteException or TimeoutException)
            {
                return new ConsoleCompletion(cursor, []);
            }
        }

        private void PrintLog(JsonElement reply)
        {
            if (session.Json)
            {
                Write(reply.GetRawText());
            }
            else if (reply.TryGetProperty("log", out var line))
            {
                Print(line);
            }
        }

        // The log's own request shows what a line writes to the log.
        private void PrintSaid(JsonElement reply)
        {
            if (reply.TryGetProperty("out", out var said))
            {
                Print(said);
            }
        }

        private void Print(JsonElement line)
        {
            var verbosity = line.GetProperty("verbosity").GetString()!;
            Write($"{(verbosity is "Log" or "Display" ? "" : verbosity + ": ")}{line.GetProperty("text").GetString()}");
        }

        private void Write(string text)
        {
            if (_screen is not null)
            {
                _screen.Write(text);
            }
            else
            {
                Console.Out.WriteLine(text);
                Console.Out.Flush();
            }
        }
    }
}
