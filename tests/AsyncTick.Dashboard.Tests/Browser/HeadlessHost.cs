using System.Diagnostics;

namespace AsyncTick.Dashboard.Tests.Browser;

/// <summary>The headless host as a child process that is typed to. Killed at the end if it still runs.</summary>
internal sealed class HeadlessHost : IDisposable
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly SemaphoreSlim _changed = new(0);

    /// <param name="folder">Its current directory; its <c>Content/Scripts</c> is where it looks for scripts.</param>
    /// <param name="token">A fixed token; null for a random one.</param>
    public HeadlessHost(string folder, string? token = null)
    {
        var start = new ProcessStartInfo("dotnet", [TestPaths.HeadlessProgram])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASYNCTICK_DASHBOARD_TOKEN"] = token;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Add(e.Data);
        _process.ErrorDataReceived += (_, e) => Add(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string[] Output
    {
        get
        {
            lock (_output)
            {
                return [.. _output];
            }
        }
    }

    /// <summary>Starts the dashboard and gives the link that it prints.</summary>
    public async Task<string> StartDashboardAsync(int port = 0)
    {
        await TypeAsync($"AsyncTick.Dashboard {port}");
        var line = await WaitForAsync("The dashboard is ready: ");
        return line[line.IndexOf("http", StringComparison.Ordinal)..];
    }

    public async Task TypeAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until a line of the output contains the text, and gives it.</summary>
    public async Task<string> WaitForAsync(string text)
    {
        string? found;
        while ((found = Array.Find(Output, line => line.Contains(text, StringComparison.Ordinal))) is null)
        {
            if (!await _changed.WaitAsync(UnexpectedTimeout))
            {
                Assert.Fail($"'{text}' was not printed. Printed was:\n{string.Join('\n', Output)}");
            }
        }

        return found;
    }

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
        _changed.Dispose();
    }

    private void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.Add(line);
        }

        _changed.Release();
    }
}
