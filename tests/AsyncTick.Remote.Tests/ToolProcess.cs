using System.Diagnostics;
using AsyncTick.Scripting.Tests;

namespace AsyncTick.Remote.Tests;

/// <summary>The tool, or another program, as a child process.</summary>
internal sealed class ToolProcess : RedirectedProcess
{
    public ToolProcess(params string[] arguments)
        : this("dotnet", [TestPaths.Tool, .. arguments])
    {
    }

    private ToolProcess(string program, IEnumerable<string> arguments)
        : base(new ProcessStartInfo(program, arguments), TimeSpan.FromSeconds(60))
    {
    }

    public static ToolProcess Program(string program, params string[] arguments) => new(program, arguments);

    public int Id => Child.Id;

    public StreamWriter Input => Child.StandardInput;

    public async Task TypeAsync(string text)
    {
        await Child.StandardInput.WriteAsync(text);
        await Child.StandardInput.FlushAsync();
    }
}
