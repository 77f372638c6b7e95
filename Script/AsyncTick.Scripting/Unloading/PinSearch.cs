using System.Reflection;
using System.Runtime.Loader;

namespace AsyncTick.Scripting;

/// <summary>
/// Looks from given places through fields and arrays for objects whose code is in a load context, a script's with that of its projects, nearest
/// first. Reads only, so other threads may go on meanwhile; stacks and handles cannot be seen this way. Any one thread.
/// </summary>
internal sealed class PinSearch(AssemblyLoadContext script)
{
    // Some tenths of a second; what holds a script is near a root.
    private const int MaxObjects = 250_000;
    private const int MaxPins = 3;
    private const BindingFlags OwnFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly List<(object Value, int Parent, int Root)> _nodes = [];
    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Type, FieldInfo[]> _fields = [];
    private readonly Dictionary<Type, bool> _ofScript = [];
    private readonly List<PinRoot> _roots = [];
    private readonly List<PinPath> _found = [];
    private readonly HashSet<int> _rootsFound = [];

    /// <summary>Gives at most three ways to the script, from different places.</summary>
    public IReadOnlyList<PinPath> Run(IEnumerable<PinRoot> roots)
    {
        foreach (var root in roots)
        {
            _roots.Add(root);
            Reach(root.Value, parent: -1, _roots.Count - 1);
        }

        for (var next = 0; next < _nodes.Count && _found.Count < MaxPins; next++)
        {
            (var value, _, var root) = _nodes[next];
            if (!_rootsFound.Contains(root))
            {
                LookInto(value, next, root);
            }
        }

        return _found;
    }

    private void LookInto(object value, int node, int root)
    {
        if (value is Array array)
        {
            var element = array.GetType().GetElementType()!;
            if (array.Rank == 1 && MayRefer(element))
            {
                for (var i = 0; i < array.Length; i++)
                {
                    Follow(array.GetValue(i), element, node, root);
                }
            }

            return;
        }

        foreach (var field in FieldsOf(value.GetType()))
        {
            Follow(field.GetValue(value), field.FieldType, node, root);
        }
    }

    // A value type's fields are those of the object that it lies in.
    private void Follow(object? value, Type declared, int node, int root)
    {
        if (value is null)
        {
            return;
        }

        if (declared.IsValueType)
        {
            LookInto(value, node, root);
        }
        else
        {
            Reach(value, node, root);
        }
    }

    private void Reach(object value, int parent, int root)
    {
        if (value is string or Pointer or WeakReference || _nodes.Count >= MaxObjects || !_seen.Add(value))
        {
            return;
        }

        if (IsOfScript(value))
        {
            if (_rootsFound.Add(root))
            {
                _found.Add(new PinPath(_roots[root], HoldersOf(parent), value));
            }
        }
        else if (value is not (MemberInfo or Assembly or Module))
        {
            _nodes.Add((value, parent, root));
        }
    }

    private List<object> HoldersOf(int node)
    {
        List<object> holders = [];
        for (; node >= 0; node = _nodes[node].Parent)
        {
            holders.Insert(0, _nodes[node].Value);
        }

        return holders;
    }

    private bool IsOfScript(object value) => value switch
    {
        Type type => IsOfScript(type),
        MemberInfo member => IsOfScript(member.Module.Assembly),
        Assembly assembly => IsOfScript(assembly),
        Module module => IsOfScript(module.Assembly),
        Delegate { HasSingleTarget: true } call => call.Target is { } target ? IsOfScript(target.GetType()) : IsOfScript(call.Method.Module.Assembly),
        _ => IsOfScript(value.GetType()),
    };

    private bool IsOfScript(Assembly assembly) => AssemblyLoadContext.GetLoadContext(assembly) == script;

    private bool IsOfScript(Type type)
    {
        if (!_ofScript.TryGetValue(type, out var known))
        {
            known = IsOfScript(type.Assembly)
                || type.HasElementType && IsOfScript(type.GetElementType()!)
                || type.IsConstructedGenericType && type.GenericTypeArguments.Any(IsOfScript);
            _ofScript.Add(type, known);
        }

        return known;
    }

    private FieldInfo[] FieldsOf(Type type)
    {
        if (!_fields.TryGetValue(type, out var fields))
        {
            List<FieldInfo> all = [];
            for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
            {
                all.AddRange(level.GetFields(OwnFields).Where(field => MayRefer(field.FieldType)));
            }

            _fields.Add(type, fields = [.. all]);
        }

        return fields;
    }

    private static bool MayRefer(Type type) => !type.IsPrimitive && !type.IsEnum && !type.IsPointer && !type.IsFunctionPointer && !type.IsByRefLike
        && type != typeof(string) && type != typeof(decimal) && type != typeof(Guid);
}
