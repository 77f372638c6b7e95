using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace AsyncTick.Net.Tests;

/// <summary>A program that others wrote, started for one test and ended by its id, whatever the test does.</summary>
public sealed partial class ServerProcess : IDisposable
{
    private const int SigStop = 19;
    private const int SigCont = 18;
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private ServerProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, e) => Keep(e.Data);
        process.ErrorDataReceived += (_, e) => Keep(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static ServerProcess Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new ServerProcess(Process.Start(start)!);
    }

    /// <summary>Runs a program to its end; its output is the result.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{program} {string.Join(' ', arguments)}\n{process.Output}");
        return process.Output;
    }

    /// <summary>Waits until somebody listens; an outside process, so polled, with a limit.</summary>
    public void WaitForPort(int port)
    {
        WaitFor(() =>
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        });
    }

    /// <summary>Waits for something outside this process; polled, with a limit.</summary>
    public static void WaitFor(Func<bool> condition, Func<string> state)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started).TotalSeconds > 30)
            {
                Assert.Fail($"It has not come within 30 s:\n{state()}");
            }

            Thread.Sleep(20);
        }
    }

    public void WaitForOutput(string text) => WaitFor(() => Output.Contains(text, StringComparison.Ordinal));

    public void WaitForExit(double limitSeconds = 30)
    {
        if (!_process.WaitForExit(TimeSpan.FromSeconds(limitSeconds)))
        {
            Assert.Fail($"{_process.StartInfo.FileName} has not ended within {limitSeconds} s:\n{Output}");
        }

        _process.WaitForExit();
    }

    public void Write(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    public void EndInput() => _process.StandardInput.Close();

    /// <summary>SIGSTOP: the process hangs, its sockets stay open.</summary>
    public void Hang() => Signal(SigStop);

    public void Resume() => Signal(SigCont);

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    // The interpreter of the distribution has the packages that the tests install, whatever comes first in PATH.
    private static string Find(string program)
    {
        foreach (var folder in new[] { "/usr/bin", "/usr/sbin", "/bin" })
        {
            if (File.Exists(Path.Combine(folder, program)))
            {
                return Path.Combine(folder, program);
            }
        }

        throw new FileNotFoundException($"'{program}' is not installed. Run the scripts tests/install-*.sh.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    private void Signal(int signal) => Assert.That(SendSignal(_process.Id, signal), Is.Zero);

    private void WaitFor(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started).TotalSeconds > 15)
            {
                Assert.Fail($"{_process.StartInfo.FileName} is not there (exited: {_process.HasExited}):\n{Output}");
            }

            Thread.Sleep(10);
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_output)
            {
                _output.AppendLine(line);
            }
        }
    }
}
