using System.Diagnostics;
using System.Text;

namespace AsyncTick.EngineShim.Tests;

/// <summary>The program that plays the engine, told what to do while a test talks to what runs in it.</summary>
internal sealed class LiveEngine : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly StringBuilder _errors = new();
    private readonly Process _process;

    public LiveEngine(params string[] options)
    {
        ProcessStartInfo info = new(Repository.EngineShim, ["--plugin", Repository.Root, "--managed", Repository.Managed, .. options])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["ASAN_OPTIONS"] = "detect_leaks=0:handle_segv=0:use_sigaltstack=0";
        _process = Process.Start(info)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data, text => _lines.Add(text));
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, text => _errors.AppendLine(text));
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int ProcessId => _process.Id;

    /// <summary>Does these steps, one after the other; returns at once.</summary>
    public void Do(params string[] steps)
    {
        foreach (var step in steps)
        {
            _process.StandardInput.Write(step + "\n");
        }

        _process.StandardInput.Flush();
    }

    /// <summary>Waits, with a limit, for a line with this text; the program must be doing something that can lead to it.</summary>
    public string WaitForLine(string text)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            lock (_gate)
            {
                if (_lines.Find(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
                {
                    return found;
                }
            }

            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > Limit)
            {
                Assert.Fail($"There was no line with '{text}' (exited: {_process.HasExited}).\n{this}");
            }

            Thread.Sleep(5);
        }
    }

    /// <summary>Ends the engine and gives everything that it wrote.</summary>
    public string[] End()
    {
        _process.StandardInput.Close();
        Assert.That(_process.WaitForExit(Limit), Is.True, ToString());
        _process.WaitForExit();
        Assert.That(_process.ExitCode, Is.Zero, ToString());
        return [.. _lines];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    public override string ToString()
    {
        lock (_gate)
        {
            return $"{string.Join('\n', _lines)}\n{_errors}";
        }
    }

    private void Keep(string? line, Action<string> keep)
    {
        if (line is not null)
        {
            lock (_gate)
            {
                keep(line);
            }
        }
    }
}
