using Microsoft.CodeAnalysis;

namespace UnrealAsyncTick.Generator;

/// <summary>Which delegates have a listener already, and what new ones are called. The engine knows classes by name: a listener's has its assembly's in it.</summary>
internal sealed class ListenerNames
{
    private const string Adapter = "UnrealAsyncTick";

    private readonly Compilation _compilation;
    private readonly Dictionary<string, string> _known = [];
    private readonly HashSet<string> _taken = [];
    private readonly string _prefix;

    public ListenerNames(Compilation compilation)
    {
        _compilation = compilation;
        _prefix = new string([.. (compilation.AssemblyName ?? "").Where(char.IsLetterOrDigit)]);
        AskedFor = [.. compilation.Assembly.GetAttributes()
            .Where(static data => data.AttributeClass is { Name: "AwaitableDelegateAttribute" } && data.ConstructorArguments.Length == 1)
            .Select(static data => data.ConstructorArguments[0].Value)
            .OfType<INamedTypeSymbol>()];
        foreach (var data in compilation.SourceModule.ReferencedAssemblySymbols.SelectMany(static assembly => assembly.GetAttributes()))
        {
            if (data.AttributeClass is { Name: "DelegateListenerAttribute" } && data.ConstructorArguments.Select(static argument => argument.Value).ToArray() is { Length: 3 } values
                && values[0] is INamedTypeSymbol type && values[1] is INamedTypeSymbol listener && values[2] is true)
            {
                _known[DelegateUse.NameOf(type)] = Signature.TypeName(listener);
            }
        }
    }

    /// <summary>Those that an attribute names, for code that is compiled later: scripts.</summary>
    public IReadOnlyList<INamedTypeSymbol> AskedFor { get; }

    /// <summary>Whether this is the adapter itself.</summary>
    public bool IsOurs => _compilation.AssemblyName == Adapter;

    /// <summary>A class's delegates that can be listened to.</summary>
    public static IEnumerable<(string Property, INamedTypeSymbol Signature)> PinsOf(INamedTypeSymbol type)
    {
        for (var each = type; each is not null; each = each.BaseType)
        {
            foreach (var property in each.GetMembers().OfType<IPropertySymbol>())
            {
                if (property.DeclaredAccessibility == Accessibility.Public && !property.IsStatic
                    && DelegateUse.SignatureIn(property.Type, "TMulticastDelegate") is { DelegateInvokeMethod.ReturnsVoid: true } signature)
                {
                    yield return (property.Name, signature);
                }
            }
        }
    }

    /// <summary>Whether a class is one of Blueprint's async actions.</summary>
    public static bool IsAction(INamedTypeSymbol type)
    {
        for (var each = type.BaseType; each is not null; each = each.BaseType)
        {
            if (each.Name == "UBlueprintAsyncActionBase")
            {
                return true;
            }
        }

        return false;
    }

    public INamedTypeSymbol? FindType(string name) => _compilation.GetTypesByMetadataName(name).FirstOrDefault();

    public bool IsKnown(INamedTypeSymbol type) => _known.ContainsKey(DelegateUse.NameOf(type));

    /// <summary>The listener of a delegate, in full.</summary>
    public string? Find(INamedTypeSymbol type) => _known.TryGetValue(DelegateUse.NameOf(type), out var found) ? found : null;

    /// <summary>Names a new one.</summary>
    public string Add(INamedTypeSymbol type)
    {
        var name = Free($"U{_prefix}_{WithoutPrefix(type.Name)}Listener");
        _known[DelegateUse.NameOf(type)] = $"global::{ListenerSource.Namespace}.{name}";
        return name;
    }

    public string ClassName(INamedTypeSymbol type) => Free($"{_prefix}_{WithoutPrefix(type.Name)}");

    private static string WithoutPrefix(string name) => name.Length > 1 ? name.Substring(1) : name;

    private string Free(string name)
    {
        var free = name;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = name + number;
        }

        return free;
    }
}
