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
        : this(new ProcessStartInfo("dotnet", [TestPaths.HeadlessProgram, .. arguments]), environment)
    {
    }

    private HeadlessProcess(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
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

    /// <summary>Starts the host with a redirection of the shell: <c>&gt; /dev/full</c>.</summary>
    public static HeadlessProcess Redirected(string redirection, params string[] arguments) => new(
        new ProcessStartInfo("/bin/sh", ["-c", $"exec dotnet \"$@\" {redirection}", "sh", TestPaths.HeadlessProgram, .. arguments]),
        new Dictionary<string, string>());

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
    public Task WaitForAsync(string text) => WaitForAsync(text, () => Output);

    /// <summary>Waits until a line of standard error contains the text.</summary>
    public Task WaitForErrorAsync(string text) => WaitForAsync(text, () => Errors);

    private async Task WaitForAsync(string text, Func<string[]> lines)
    {
        while (!lines().Any(line => line.Contains(text, StringComparison.Ordinal)))
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
