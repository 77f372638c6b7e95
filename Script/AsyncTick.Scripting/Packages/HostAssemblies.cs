using System.Reflection;

namespace AsyncTick.Scripting;

/// <summary>The assemblies that are there anyhow, .NET's own and those that scripts share with the host: they are not loaded a second time.</summary>
internal sealed class HostAssemblies(IEnumerable<Assembly> shared)
{
    private readonly HashSet<string> _shared = new(shared.Select(assembly => assembly.GetName().Name!), StringComparer.OrdinalIgnoreCase);
    private readonly string _framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    /// <summary>Whether the process has this one already, in the same version or a newer one.</summary>
    public bool Have(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (_shared.Contains(name))
        {
            return true;
        }

        var own = Path.Combine(_framework, $"{name}.dll");
        return File.Exists(own) && AssemblyName.GetAssemblyName(own).Version >= AssemblyName.GetAssemblyName(path).Version;
    }
}
