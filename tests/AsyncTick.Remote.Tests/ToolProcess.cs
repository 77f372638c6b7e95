using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncTick.Remote.Tests;

/// <summary>The tool, or another program, as a child process with its standard streams redirected. Killed at the end if it still runs.</summary>
internal sealed partial class ToolProcess : IDisposable
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly SemaphoreSlim _changed = new(0);

    public ToolProcess(params string[] arguments)
        : this("dotnet", [TestPaths.Tool, .. arguments])
    {
    }

    private ToolProcess(string program, IEnumerable<string> arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, e) => Add(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Add(_errors, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static ToolProcess Program(string program, params string[] arguments) => new(program, arguments);

    public int Id => _process.Id;

    public string[] Output => Copy(_output);

    public string[] Errors => Copy(_errors);

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Waits for the end of the process and of its output. Gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = new(UnexpectedTimeout);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The process did not end. {Printed()}");
        }

        return _process.ExitCode;
    }

    /// <summary>Waits until a line of the output contains the text.</summary>
    public Task WaitForAsync(string text) => WaitForAsync(text, () => Output);

    /// <summary>Waits until a line of standard error contains the text.</summary>
    public Task WaitForErrorAsync(string text) => WaitForAsync(text, () => Errors);

    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    public void Signal(int signal) => Assert.That(Kill(_process.Id, signal), Is.Zero);

    public string Printed() => $"It printed:\n{string.Join('\n', Output)}\nand on standard error:\n{string.Join('\n', Errors)}";

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
        _changed.Dispose();
    }

    private async Task WaitForAsync(string text, Func<string[]> lines)
    {
        while (!lines().Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            if (!await _changed.WaitAsync(UnexpectedTimeout))
            {
                Assert.Fail($"'{text}' was not printed. {Printed()}");
            }
        }
    }

    private void Add(List<string> lines, string? line)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
            }

            _changed.Release();
        }
    }

    private static string[] Copy(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
