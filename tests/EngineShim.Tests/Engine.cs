using System.Diagnostics;

namespace AsyncTick.EngineShim.Tests;

/// <summary>Runs the program that plays the engine, with the real managed half, and gives its output.</summary>
internal sealed class Engine
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(240);

    private Engine(int exitCode, string[] lines, string errors)
    {
        ExitCode = exitCode;
        Lines = lines;
        Errors = errors;
    }

    public int ExitCode { get; }

    public string[] Lines { get; }

    public string Errors { get; }

    /// <summary>What the log got, without its category; slow-step warnings are left out, for this machine may be slow.</summary>
    public IEnumerable<string> LogLines => Lines
        .Where(line => line.StartsWith("LogAsyncTick: ", StringComparison.Ordinal) && !line.Contains("held the game thread"))
        .Select(line => line["LogAsyncTick: ".Length..]);

    /// <summary>What scripts wrote with Log.</summary>
    public IEnumerable<string> ScriptLines => LogLines.Where(line => !line.Contains(" started (run ") && line != "C# tasks are available." && !line.StartsWith(".NET already runs"));

    /// <summary>Plays these steps, in the editor if they need one, else in a game, and checks that the engine came to a clean exit.</summary>
    public static Engine Play(params string[] steps) => PlayWith(steps.Any(step => step is "play" or "cancel" or "actors") ? [] : ["--game"], steps);

    /// <summary>The same with options for the program.</summary>
    public static Engine PlayWith(string[] options, params string[] steps)
    {
        var engine = RunToExit(["--plugin", Repository.Root, "--managed", Repository.Managed, .. options], steps);
        Assert.That(engine.ExitCode, Is.Zero, engine.ToString());
        Assert.That(engine.Lines, Has.Length.GreaterThan(0));
        Assert.That(engine.Lines[^1], Is.EqualTo("shim: clean exit"), engine.ToString());
        return engine;
    }

    public static Engine RunToExit(string[] arguments, string[] steps)
    {
        ProcessStartInfo info = new(Repository.EngineShim, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The runtime handles its own faults, and keeps memory that a leak checker cannot see through.
        info.Environment["ASAN_OPTIONS"] = "detect_leaks=0:handle_segv=0:use_sigaltstack=0";
        info.Environment["UBSAN_OPTIONS"] = "print_stacktrace=1";
        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            foreach (var step in steps)
            {
                process.StandardInput.Write(step + "\n");
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code tells why.
        }

        if (!process.WaitForExit(Limit))
        {
            process.Kill();
            Assert.Fail($"The engine did not come to an end in {Limit.TotalSeconds} s.\n{output.Result}\n{errors.Result}");
        }

        return new Engine(process.ExitCode, output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries), errors.Result);
    }

    public int Count(string text) => Lines.Count(line => line.Contains(text, StringComparison.Ordinal));

    public override string ToString() => $"exit code {ExitCode}\n{string.Join('\n', Lines)}\n{Errors}";
}
