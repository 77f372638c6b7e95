using System.Diagnostics;

namespace AsyncTick.Scripting.Tests;

/// <summary>The headless host as a child process.</summary>
internal sealed class HeadlessProcess : RedirectedProcess
{
    public HeadlessProcess(params string[] arguments)
        : this(new Dictionary<string, string>(), arguments)
    {
    }

    public HeadlessProcess(IReadOnlyDictionary<string, string> environment, params string[] arguments)
        : this(new ProcessStartInfo("dotnet", [TestPaths.HeadlessProgram, .. arguments]), environment)
    {
    }

    private HeadlessProcess(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
        : base(With(start, environment), TimeSpan.FromSeconds(30))
    {
    }

    /// <summary>Starts the host with a redirection of the shell: <c>&gt; /dev/full</c>.</summary>
    public static HeadlessProcess Redirected(string redirection, params string[] arguments) => new(
        new ProcessStartInfo("/bin/sh", ["-c", $"exec dotnet \"$@\" {redirection}", "sh", TestPaths.HeadlessProgram, .. arguments]),
        new Dictionary<string, string>());

    public async Task TypeAsync(string line)
    {
        await Child.StandardInput.WriteLineAsync(line);
        await Child.StandardInput.FlushAsync();
    }

    private static ProcessStartInfo With(ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        foreach ((var name, var value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
