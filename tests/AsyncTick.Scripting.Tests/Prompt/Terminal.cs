using System.Diagnostics;

namespace AsyncTick.Scripting.Tests;

/// <summary>The headless host in a real terminal, that of tmux: keys go in, and what is on the screen comes out.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromSeconds(30);

    private readonly string _socket;

    /// <summary>Starts the host in a folder, and waits for its prompt.</summary>
    public Terminal(string folder, int columns, params string[] arguments)
    {
        if (!IsInstalled())
        {
            Assert.Ignore("There is no tmux to test a terminal with: tests/install-terminal.sh installs it.");
        }

        _socket = Path.Combine(folder, "tmux");
        var command = string.Join(' ', new[] { "exec", "env", $"XDG_DATA_HOME={folder}", "dotnet", TestPaths.HeadlessProgram }.Concat(arguments).Select(word => $"'{word}'")).Replace("'exec'", "exec", StringComparison.Ordinal);
        Tmux("new-session", "-d", "-x", $"{columns}", "-y", "40", "-c", folder, command);
        WaitFor(screen => screen.Contains("\n> ", StringComparison.Ordinal) || screen.EndsWith("\n>", StringComparison.Ordinal));
    }

    /// <summary>Everything on the screen, without the blanks at the ends of lines.</summary>
    public string Screen => Tmux("capture-pane", "-p").TrimEnd();

    /// <summary>The line that is being typed.</summary>
    public string Line => Screen.Split('\n').Last(line => line.StartsWith('>'));

    /// <summary>Whether the host has ended, and the terminal with it.</summary>
    public bool HasEnded => Run(["has-session"]).ExitCode != 0;

    public void Type(string text) => Tmux("send-keys", "-l", text);

    /// <summary>Presses keys by their names: Tab, Enter, Up, C-a.</summary>
    public void Press(params string[] keys) => Tmux(["send-keys", .. keys]);

    public void WaitFor(Func<string, bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition(Screen))
        {
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(UnexpectedTimeout), () => $"The screen is:\n{Screen}");
            Thread.Sleep(20); // another process
        }
    }

    public void WaitForLine(string line) => WaitFor(_ => Line == line);

    public void WaitForEnd()
    {
        var started = Stopwatch.GetTimestamp();
        while (!HasEnded)
        {
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(UnexpectedTimeout), () => $"The screen is:\n{Screen}");
            Thread.Sleep(20); // another process
        }
    }

    public void Dispose()
    {
        if (_socket is not null)
        {
            Run(["kill-server"]);
        }
    }

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "tmux")));

    private string Tmux(params string[] arguments)
    {
        (var code, var output) = Run(arguments);
        Assert.That(code, Is.Zero, $"tmux {string.Join(' ', arguments)}: {output}");
        return output;
    }

    private (int ExitCode, string Output) Run(string[] arguments)
    {
        ProcessStartInfo start = new("tmux", ["-S", _socket, "-f", "/dev/null", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Remove("TMUX");
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors);
    }
}
