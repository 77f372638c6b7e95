using System.Reflection;
using System.Runtime.InteropServices;

namespace AsyncTick.EngineShim.Tests;

/// <summary>The layout of a struct of the bridge: what its fields are called, and where they are.</summary>
internal sealed record Layout(string Name, int Size, IReadOnlyList<(string Name, int Offset)> Fields)
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(Engine).Assembly.GetReferencedAssemblies().Where(name => name.Name == "AsyncTick.Engine").Select(Assembly.Load)
            .SelectMany(assembly => assembly.GetTypes()).Where(type => type.Namespace == "AsyncTick.Engine.Bridge")];

    public static Layout Of(string name) => Of(name == "Doorbell" ? typeof(DoorbellBlock) : Types.Single(type => type.Name == name), name);

    /// <summary>In the order of their offsets, which is that of their declaration.</summary>
    private static Layout Of(Type type, string name) => new(name, Marshal.SizeOf(type),
        [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public)
            .Select(field => (field.Name, Marshal.OffsetOf(type, field.Name).ToInt32()))
            .OrderBy(field => field.Item2)]);
}
