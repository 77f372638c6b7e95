using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncTick;

/// <summary>
/// Finds where a task waits that waits for something the loop does not know: follows the async methods from the outermost one inwards and
/// takes the innermost await of code that is not the library's, or else the innermost, whose source line is known. Looks into the runtime's own objects; should a future runtime keep them
/// otherwise, nothing is found and the list says less. Loop thread only.
/// </summary>
/// <param name="isOn">Whether it may look there.</param>
internal sealed class AwaitSiteFinder(bool isOn)
{
    private const int MaxDepth = 64;
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private readonly PdbReader _symbols = new();

    // Weak on the types, which may be a script's.
    private readonly ConditionalWeakTable<Type, MachineLayout> _layouts = [];

    private sealed class MachineLayout(Type type)
    {
        public readonly FieldInfo? State = type.GetField("<>1__state", Fields);
        public readonly FieldInfo[] Awaiters = [.. type.GetFields(Fields).Where(static field => field.Name.StartsWith("<>u__", StringComparison.Ordinal))];
        public readonly MethodInfo? MoveNext = type.GetMethod("MoveNext", Fields);
        public readonly Dictionary<int, AwaitSite?> Sites = [];
    }

    public void Add(ISymbolSource source) => _symbols.Add(source);

    public void Remove(ISymbolSource source) => _symbols.Remove(source);

    /// <param name="method">An async method: its task, or its <see cref="PooledOperation"/>.</param>
    /// <param name="isTracked">Whether a task is one of the list's own: its waits are in its own row.</param>
    public AwaitSite? Find(object method, Func<Task, bool> isTracked)
    {
        AwaitSite? innermost = null, user = null;
        try
        {
            var at = isOn ? method : null;
            for (var depth = 0; depth < MaxDepth && at is Task { IsCompleted: false } or PooledOperation { HasEnded: false }; depth++)
            {
                (var site, at) = Look(at);
                innermost = site ?? innermost;
                user = site is { } found && !LibraryCode.Has(found.File) ? found : user;
                if (at is Task task && isTracked(task))
                {
                    break;
                }
            }
        }
        catch (Exception fault) when (fault is FieldAccessException or NotSupportedException or ArgumentException or BadImageFormatException or IOException or TargetInvocationException)
        {
            // A list without this line is better than no list.
        }

        return user ?? innermost;
    }

    /// <summary>Where the code of a delegate begins; null when that is not known.</summary>
    public AwaitSite? BeginOf(Delegate code)
    {
        try
        {
            return _symbols.LineOf(code.Method, 0) is { } found ? new AwaitSite(NameOf(code.Method.Name), found.File, found.Line) : null;
        }
        catch (Exception fault) when (fault is ArgumentException or InvalidCastException or NotSupportedException or BadImageFormatException or IOException)
        {
            // Code that was made while the program runs has no symbols.
            return null;
        }
    }

    private (AwaitSite? Site, object? Awaited) Look(object method)
    {
        if (MachineOf(method) is { } machine)
        {
            var layout = _layouts.GetValue(machine.GetType(), static type => new MachineLayout(type));
            return layout.State?.GetValue(machine) is int state && state >= 0
                ? (SiteOf(layout, state, machine.GetType()), AwaitedBy(machine, layout))
                : default;
        }

        if (method is not Task task || !RuntimeAsyncFrames.IsOne(task))
        {
            return default;
        }

        var (frames, awaited) = RuntimeAsyncFrames.Read(task);
        foreach (var frame in frames)
        {
            if (frame.GetMethod() is { } waiting && _symbols.LineOf(waiting, frame.GetILOffset()) is { } found)
            {
                return (new AwaitSite(NameOf(waiting.Name), found.File, found.Line), awaited);
            }
        }

        return (null, awaited);
    }

    private static object? MachineOf(object method)
    {
        if (method is PooledOperation pooled)
        {
            return pooled.StateMachine;
        }

        for (var type = method.GetType(); type is not null && type != typeof(Task); type = type.BaseType)
        {
            if (type.IsGenericType && type.Name.StartsWith("AsyncStateMachineBox", StringComparison.Ordinal))
            {
                return type.GetField("StateMachine", Fields)?.GetValue(method);
            }
        }

        return null;
    }

    // An awaiter is put into its field before the method waits and cleared when it goes on, so the one that is set is the one waited for.
    private static object? AwaitedBy(object machine, MachineLayout layout)
    {
        foreach (var field in layout.Awaiters)
        {
            if (field.GetValue(machine) is { } awaiter && MethodIn(awaiter, 0) is { } awaited)
            {
                return awaited;
            }
        }

        return null;
    }

    private static object? MethodIn(object value, int depth)
    {
        if (value is Task or PooledOperation)
        {
            return value;
        }

        var type = value.GetType();
        if (depth > 2 || type.Namespace is not ("System.Runtime.CompilerServices" or "System.Threading.Tasks" or nameof(AsyncTick)))
        {
            return null;
        }

        foreach (var name in (ReadOnlySpan<string>)["m_task", "_value", "_obj", "_operation"])
        {
            if (type.GetField(name, Fields)?.GetValue(value) is { } inner && MethodIn(inner, depth + 1) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private AwaitSite? SiteOf(MachineLayout layout, int state, Type machine)
    {
        if (!layout.Sites.TryGetValue(state, out var site))
        {
            site = layout.MoveNext is { } moveNext && _symbols.AwaitLine(moveNext, state) is { } found ? new AwaitSite(NameOf(machine.Name), found.File, found.Line) : null;
            layout.Sites.Add(state, site);
        }

        return site;
    }

    // The compiler calls the machine of method M "<M>d__3", a local function L in it "<M>g__L|0", and that one's machine "<<M>g__L|0>d"; a
    // lambda "<M>b__0" and its machine "<<M>b__0>d". Top-level statements are a method "<Main>$", whose machine is "<<Main>$>d__0".
    private static string NameOf(ReadOnlySpan<char> name)
    {
        var local = name.IndexOf("g__");
        if (local >= 0)
        {
            name = name[(local + 3)..];
            return name[..Math.Max(0, name.IndexOf('|'))].ToString();
        }

        if (name.StartsWith("<<Main>$>d"))
        {
            return "Main";
        }

        if (name.StartsWith("<<") || name.Contains(">b__", StringComparison.Ordinal))
        {
            return "lambda";
        }

        return (name.StartsWith('<') ? name[1..Math.Max(1, name.IndexOf('>'))] : name).ToString();
    }
}
