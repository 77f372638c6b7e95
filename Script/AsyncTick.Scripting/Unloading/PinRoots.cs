using System.Reflection;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// Where a search for what holds a script's code begins: static fields of .NET that are known for it, those of the types that the script
/// names, and those of the host and of its packages. Reading a static field runs the type's initializer, so of other types only those without one are read.
/// </summary>
internal static class PinRoots
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly (string Assembly, string Type)[] Known =
    [
        ("System.Private.CoreLib", "System.AppContext"),
        ("System.Private.CoreLib", "System.Threading.TimerQueue"),
        ("System.Private.CoreLib", "System.Threading.Tasks.TaskScheduler"),
        ("System.Private.CoreLib", "System.Runtime.Loader.AssemblyLoadContext"),
        ("System.Private.CoreLib", "System.Diagnostics.Tracing.EventListener"),
        ("System.Diagnostics.DiagnosticSource", "System.Diagnostics.Metrics.Meter"),
        ("System.Diagnostics.DiagnosticSource", "System.Diagnostics.Metrics.MeterListener"),
        ("System.Diagnostics.DiagnosticSource", "System.Diagnostics.ActivitySource"),
        ("System.Diagnostics.DiagnosticSource", "System.Diagnostics.Activity"),
        ("System.Diagnostics.DiagnosticSource", "System.Diagnostics.DiagnosticListener"),
        ("System.Console", "System.Console"),
        ("System.Text.Json", "System.Text.Json.JsonSerializerOptions"),
        ("System.Text.Json", "System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver"),
        ("System.ComponentModel.TypeConverter", "System.ComponentModel.TypeDescriptor"),
        ("System.ComponentModel.TypeConverter", "System.ComponentModel.ReflectTypeDescriptionProvider"),
        ("System.Net.Sockets", "System.Net.Sockets.SocketAsyncEngine"),
    ];

    /// <summary>Gives the places, those first that hold scripts most often.</summary>
    /// <param name="uses">What the script names.</param>
    /// <param name="shared">The assemblies that it shares with the host.</param>
    public static IEnumerable<PinRoot> Find(ScriptUses uses, IEnumerable<Assembly> shared)
    {
        var packages = uses.Types.Select(type => AssemblyLoadContext.GetLoadContext(type.Assembly)).OfType<PackageContext>().Distinct().SelectMany(context => context.Assemblies);
        var plain = shared.Concat(packages).SelectMany(TypesOf).Where(type => type.TypeInitializer is null);
        return FieldsOf(KnownTypes().Concat(uses.Types).Concat(plain));
    }

    /// <summary>Gives those of .NET alone, for code that no script uses any more.</summary>
    public static IEnumerable<PinRoot> OfRuntime() => FieldsOf(KnownTypes());

    private static IEnumerable<Type> KnownTypes()
    {
        var loaded = AppDomain.CurrentDomain.GetAssemblies();
        return Known
            .Select(each => loaded.FirstOrDefault(assembly => assembly.GetName().Name == each.Assembly)?.GetType(each.Type))
            .OfType<Type>();
    }

    private static IEnumerable<PinRoot> FieldsOf(IEnumerable<Type> types) =>
        types.Where(type => !type.ContainsGenericParameters).Distinct().SelectMany(FieldsOf);

    private static IEnumerable<PinRoot> FieldsOf(Type type)
    {
        foreach (var field in type.GetFields(Statics))
        {
            if (!field.IsLiteral && !field.FieldType.IsPrimitive && !field.FieldType.IsPointer && Read(field) is { } value)
            {
                yield return new PinRoot(type.FullName ?? type.Name, field.Name, value);
            }
        }
    }

    private static object? Read(FieldInfo field)
    {
        try
        {
            return field.GetValue(null);
        }
        catch (Exception error) when (error is TypeInitializationException or TargetInvocationException or NotSupportedException or InvalidOperationException)
        {
            return null; // a type that could not be initialized holds nothing
        }
    }

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException partly)
        {
            return partly.Types.OfType<Type>();
        }
    }
}
