using System.Collections.Concurrent;

namespace AsyncTick.Scripting.Tests;

/// <summary>Finds out, once for each, whether a package can be restored on this machine: an offline one, or a feed of one's own, may lack it.</summary>
internal static class PackageSource
{
    private static readonly ConcurrentDictionary<string, string> Answers = new();

    /// <summary>Whether the package can be restored, and NuGet's reason if not.</summary>
    public static bool Has(string name, string version, out string reason)
    {
        reason = Answers.GetOrAdd($"{name}@{version}", static package =>
        {
            using ScriptCompiler compiler = new();
#pragma warning disable VSTHRD002 // No loop and no context: nothing waits for this thread.
            var script = compiler.CompileTextAsync("Probe.cs", $"#:package {package}\nawait NextFrame();").GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            return string.Join(' ', script.Diagnostics.Where(diagnostic => diagnostic.IsError).Select(diagnostic => diagnostic.Message));
        });
        return reason.Length == 0;
    }
}
