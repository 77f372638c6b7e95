namespace AsyncTick.Scripting.Tests;

/// <summary>One compiler for all tests of this assembly: reading .NET's metadata for each test would take longer than the tests.</summary>
[SetUpFixture]
public sealed class SharedCompiler
{
    public static ScriptCompiler Instance { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task WarmUp()
    {
        Instance = new ScriptCompiler();
        await Instance.WarmUpAsync();
    }

    [OneTimeTearDown]
    public void Dispose() => Instance.Dispose();

    /// <summary>Compiles a text under the name Test.cs.</summary>
    public static Task<CompiledScript> CompileAsync(string text) => Instance.CompileTextAsync("Test.cs", text);

    /// <summary>The diagnostics of a text, one per line, as they are printed.</summary>
    public static async Task<string[]> DiagnoseAsync(string text) =>
        [.. (await CompileAsync(text)).Diagnostics.Select(d => d.ToString())];
}
