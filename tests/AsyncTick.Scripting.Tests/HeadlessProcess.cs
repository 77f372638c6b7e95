using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncTick.Scripting.Tests;

/// <summary>The headless host as a child process with its standard streams redirected. Killed at the end if it still runs.</summary>
internal sealed partial class HeadlessProcess : IDisposable
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly SemaphoreSlim _changed = new(0);

    public HeadlessProcess(params string[] arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }

    public HeadlessProcess(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [TestPaths.HeadlessProgram, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((var name, var value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Add(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Add(_errors, e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string[] Output => Copy(_output);

    public string[] Errors => Copy(_errors);

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
            Assert.Fail($"The process did not end. It printed:\n{string.Join('\n', Output)}\n{string.Join('\n', Errors)}");
        }

        return _process.ExitCode;
    }

    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until a line of the output contains the text.</summary>
    public async Task WaitForAsync(string text)
    {
        while (!Output.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            if (!await _changed.WaitAsync(UnexpectedTimeout))
            {
                Assert.Fail($"'{text}' was not printed. Printed was:\n{string.Join('\n', Output)}\n{string.Join('\n', Errors)}");
            }
        }
    }

    public void Signal(int signal) => Assert.That(Kill(_process.Id, signal), Is.Zero);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _changed.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    private void Add(List<string> lines, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (lines)
        {
            lines.Add(line);
        }

        _changed.Release();
    }

    private static string[] Copy(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }
}
