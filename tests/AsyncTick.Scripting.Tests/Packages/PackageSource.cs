using System.Collections.Concurrent;

namespace AsyncTick.Scripting.Tests;

/// <summary>Restores, once for each, the packages that tests need: a test without them fails with NuGet's reason, not with what follows from it.</summary>
internal static class PackageSource
{
    private static readonly ConcurrentDictionary<string, string> Answers = new();

    /// <summary>Fails the calling test when the package cannot be restored.</summary>
    public static void Require(string name, string version)
    {
        var reason = Answers.GetOrAdd($"{name}@{version}", static package =>
        {
            using ScriptCompiler compiler = new();
#pragma warning disable VSTHRD002 // No loop and no context: nothing waits for this thread.
            var script = compiler.CompileTextAsync("Probe.cs", $"#:package {package}\nawait NextFrame();").GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
            return string.Join(' ', script.Diagnostics.Where(diagnostic => diagnostic.IsError).Select(diagnostic => diagnostic.Message));
        });
        if (reason.Length > 0)
        {
            Assert.Fail($"This test needs the package {name} {version}, and it cannot be restored: {reason}");
        }
    }
}
