using System.Diagnostics;
using System.Text.RegularExpressions;

namespace AsyncTick.Packages.Tests;

/// <summary>Runs programs as a user of the packages would, apart from what this machine has cached of them.</summary>
internal static partial class DotNet
{
    private static readonly TimeSpan UnexpectedTimeout = TimeSpan.FromMinutes(8);

    /// <summary>Runs the <c>dotnet</c> command and gives its output; anything but success is a failed test.</summary>
    public static string Run(string folder, params string[] arguments)
    {
        (var status, var output) = Start("dotnet", folder, "", arguments);
        Assert.That(status, Is.Zero, $"dotnet {string.Join(' ', arguments)}\n{output}");
        return output;
    }

    /// <summary>Runs a program to its end.</summary>
    public static (int Status, string Output) Start(string command, string folder, string input, params string[] arguments)
    {
        ProcessStartInfo info = new(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["DOTNET_NOLOGO"] = info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        info.Environment["NUGET_PACKAGES"] = Feed.Cache;
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(UnexpectedTimeout))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{command} {string.Join(' ', arguments)} has not ended.\n{output.Result}{errors.Result}");
        }

        return (process.ExitCode, SlowStepPattern().Replace((output.Result + errors.Result).ReplaceLineEndings("\n"), ""));
    }

    // What a loop has to say about a busy machine is not what its program does.
    [GeneratedRegex(@"^LogAsyncTick: Warning: .* held the game thread .*\n", RegexOptions.Multiline)]
    private static partial Regex SlowStepPattern();
}
