using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AsyncTick.Scripting.Tests;

/// <summary>A child process with its standard streams redirected, whose lines a test waits for. Killed at the end if it still runs.</summary>
internal abstract partial class RedirectedProcess : IDisposable
{
    private readonly TimeSpan _unexpectedTimeout;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly SemaphoreSlim _changed = new(0);

    /// <summary>Starts it.</summary>
    /// <param name="start">The program.</param>
    /// <param name="unexpectedTimeout">How long a test waits for what it expects.</param>
    protected RedirectedProcess(ProcessStartInfo start, TimeSpan unexpectedTimeout)
    {
        _unexpectedTimeout = unexpectedTimeout;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        Child = new Process { StartInfo = start };
        Child.OutputDataReceived += (_, e) => Add(_output, e.Data);
        Child.ErrorDataReceived += (_, e) => Add(_errors, e.Data);
        Child.Start();
        Child.BeginOutputReadLine();
        Child.BeginErrorReadLine();
    }

    public string[] Output => Copy(_output);

    public string[] Errors => Copy(_errors);

    protected Process Child { get; }

    /// <summary>Waits for the end of the process and of its output. Gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using CancellationTokenSource limit = new(_unexpectedTimeout);
        try
        {
            await Child.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The process did not end. {Printed()}");
        }

        return Child.ExitCode;
    }

    /// <summary>Waits until a line of the output contains the text.</summary>
    public Task WaitForAsync(string text) => WaitForAsync(text, () => Output);

    /// <summary>Waits until a line of standard error contains the text.</summary>
    public Task WaitForErrorAsync(string text) => WaitForAsync(text, () => Errors);

    public void Signal(int signal) => Assert.That(Kill(Child.Id, signal), Is.Zero);

    public string Printed() => $"It printed:\n{string.Join('\n', Output)}\nand on standard error:\n{string.Join('\n', Errors)}";

    public void Dispose()
    {
        if (!Child.HasExited)
        {
            Child.Kill();
            Child.WaitForExit();
        }

        Child.Dispose();
        _changed.Dispose();
    }

    private async Task WaitForAsync(string text, Func<string[]> lines)
    {
        while (!lines().Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            if (!await _changed.WaitAsync(_unexpectedTimeout))
            {
                Assert.Fail($"'{text}' was not printed. {Printed()}");
            }
        }
    }

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

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
