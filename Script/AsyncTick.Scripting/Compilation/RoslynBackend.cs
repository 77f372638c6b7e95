using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// Loads the compiler, and Roslyn with it, into a load context of its own. UnrealSharp's editor brings another version of Roslyn, and
/// its loader matches assemblies by simple name only.
/// </summary>
internal static class RoslynBackend
{
    private const string ContextName = "AsyncTick.Roslyn";

    // Each after those it needs, so that the context finds them without asking anyone.
    private static readonly string[] Files = ["Microsoft.CodeAnalysis.dll", "Microsoft.CodeAnalysis.CSharp.dll", "AsyncTick.Compiler.dll"];

    /// <summary>Makes a compiler with a cache of references of its own. Takes some 20 ms the first time; compiling for the first time takes more.</summary>
    /// <exception cref="FileNotFoundException">The Roslyn folder is not where this assembly was installed.</exception>
    public static CompilerFunction Create(string? folder) => Create<CompilerFunction>(folder, "AsyncTick.Compiler.ScriptCompilation");

    /// <summary>Makes a compiler for the lines of a prompt; otherwise as <see cref="Create(string?)"/>.</summary>
    public static PromptFunction CreateForPrompt(string? folder) => Create<PromptFunction>(folder, "AsyncTick.Compiler.PromptCompilation");

    private static T Create<T>(string? folder, string type)
    {
        folder = Path.GetFullPath(folder ?? DefaultFolder());
        var compiler = Find(folder) ?? Load(folder);
        return compiler.GetType(type, throwOnError: true)!
            .GetMethod("Create")!
            .CreateDelegate<Func<T>>()();
    }

    // Roslyn cannot be unloaded at a reasonable price, this assembly can (a hot reload): the next copy of it takes over the context.
    // Therefore the context is a plain one, without a handler or a type that leads back here.
    private static System.Reflection.Assembly? Find(string folder) => AssemblyLoadContext.All
        .Where(context => context.Name == ContextName)
        .SelectMany(context => context.Assemblies)
        .FirstOrDefault(assembly => assembly.Location == Path.Combine(folder, Files[^1]));

    private static System.Reflection.Assembly Load(string folder)
    {
        if (Files.FirstOrDefault(file => !File.Exists(Path.Combine(folder, file))) is { } missing)
        {
            throw new FileNotFoundException(
                $"The script compiler is not installed: {Path.Combine(folder, missing)} is missing. Build or publish AsyncTick.Scripting, which makes that folder.");
        }

        AssemblyLoadContext context = new(ContextName, isCollectible: false);
        System.Reflection.Assembly[] loaded = [.. Files.Select(file => context.LoadFromAssemblyPath(Path.Combine(folder, file)))];
        return loaded[^1];
    }

    private static string DefaultFolder()
    {
        // No location: loaded from memory, as UnrealSharp does. Then the files lie where the host says that programs are.
        var own = typeof(RoslynBackend).Assembly.Location;
        return Path.Combine(own.Length > 0 ? Path.GetDirectoryName(own)! : AppContext.BaseDirectory, "Roslyn");
    }
}
