using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncTick.Scripting;

/// <summary>A loaded script: the one object on our side that refers to its code. Dropped when the run has ended.</summary>
internal sealed class ScriptProgram
{
    private const string EvaluatedType = "__Evaluated";

    private readonly TaskCompletionSource _unloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptLoadContext? _context;
    private Assembly? _assembly;
    private MethodInfo? _entry;

    /// <summary>Loads the code and has it translated to machine code, on whatever thread this is called: the game's should not spend its time on that.</summary>
    public ScriptProgram(CompiledScript script, IReadOnlyList<Assembly> shared)
    {
        _context = new ScriptLoadContext($"{Path.GetFileName(script.Path)}#{script.Number}", shared, new UnloadSignal(_unloaded));
        _assembly = _context.Load(script);
        _entry = _assembly.GetType(script.EntryType!, throwOnError: true)!.GetMethod(
            script.EntryMethod!, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!;
        Translate(_assembly);
    }

    /// <summary>Completes when the code has left memory; refers to none of it.</summary>
    public Task Unloaded => _unloaded.Task;

    /// <summary>Runs the script's statements in the current task. Gives what they return; throws what they throw.</summary>
    public async Task<int?> RunAsync(string[] arguments)
    {
        object?[] parameters = _entry!.GetParameters().Length == 0 ? [] : [arguments];
        switch (_entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, parameters, null))
        {
            case Task<int> withCode:
                return await withCode;
            case Task task:
                await task;
                return null;
            case object code:
                return (int)code;
            default:
                return null;
        }
    }

    /// <summary>The value of an evaluated line in words, or null when the script is not one or has no value.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public string? DescribeValue()
    {
        FieldInfo? field = _assembly!.GetType(EvaluatedType)?.GetField("Value");
        object? value = field?.GetValue(null);
        return value is null ? null : ValueText.Describe(value);
    }

    /// <summary>Lets the code go. It leaves memory when nothing refers to it any more; this object no longer does.</summary>
    public void Unload()
    {
        if (_context is null)
        {
            return;
        }

        // Reflection-based serialization keeps the types of a script in a cache of the process; its own hot-reload hook empties it.
        if (_assembly!.GetReferencedAssemblies().Any(name => name.Name == "System.Text.Json"))
        {
            Assembly.Load("System.Text.Json")
                .GetType("System.Text.Json.JsonSerializerOptionsUpdateHandler")
                ?.GetMethod("ClearCache", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
                ?.Invoke(null, [null]);
        }

        _context.Unload();
        _context = null;
        _assembly = null;
        _entry = null;
    }

    private static void Translate(Assembly assembly)
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (Type type in assembly.GetTypes().Where(type => !type.ContainsGenericParameters))
        {
            foreach (MethodBase method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            {
                if (!method.IsAbstract && !method.ContainsGenericParameters)
                {
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
                }
            }
        }
    }
}
