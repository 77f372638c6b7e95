using System.Reflection;
using System.Runtime.CompilerServices;

namespace AsyncTick.Scripting;

/// <summary>A loaded script: the one object on our side that refers to its code. Dropped when the run has ended.</summary>
internal sealed class ScriptProgram
{
    private readonly TaskCompletionSource _unloaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SharedPackages _packages;
    private readonly bool _usesJson;
    private ScriptLoadContext? _context;
    private Assembly? _assembly;
    private MethodInfo? _entry;

    /// <summary>Loads the code and has it translated to machine code, on whatever thread this is called: the game's should not spend its time on that.</summary>
    public ScriptProgram(CompiledScript script, IReadOnlyList<Assembly> shared, SharedPackages packages, PromptLine? previous = null)
    {
        _packages = packages;
        var used = packages.Get(script.Dependencies.Packages);
        _context = new ScriptLoadContext(Path.GetFileName(script.Path), script.Number, script.Dependencies, used, shared, previous, new UnloadSignal(_unloaded));
        _assembly = _context.Load(script);
        Line = script.CompiledLine is { } line ? new PromptLine(previous, line, _assembly.GetName().Name!, _assembly) : null;
        _entry = _assembly.GetType(script.EntryType!, throwOnError: true)!.GetMethod(
            script.EntryMethod!, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)!;
        _usesJson = _assembly.GetReferencedAssemblies().Any(name => name.Name == "System.Text.Json");
        Code = new WeakReference<Assembly>(_assembly);
        Translate(_assembly);
    }

    /// <summary>The code, for the search for what holds it.</summary>
    public WeakReference<Assembly> Code { get; }

    /// <summary>Completes when the code has left memory; refers to none of it.</summary>
    public Task Unloaded => _unloaded.Task;

    /// <summary>This line of a prompt as later ones find it; null for a script, and when the code was let go.</summary>
    public PromptLine? Line { get; private set; }

    /// <summary>The variables of earlier lines of the prompt, to which this one adds its own; null for a script, and when the code was let go.</summary>
    public object?[]? States { get; set; }

    /// <summary>
    /// Runs the script's statements, or those of a line of a prompt, in the current task up to their first wait. The task is the script's own, so that no frame of the
    /// host is in the stack of its fault.
    /// </summary>
    public Task InvokeAsync(string[] arguments)
    {
        object?[] parameters = _entry!.GetParameters().Length == 0 ? [] : Line is null ? [arguments] : [States];
        return _entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, parameters, null) switch
        {
            Task task => task,
            int code => Task.FromResult(code),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>Lets the code go. It leaves memory when nothing refers to it any more; this object no longer does.</summary>
    public void Unload()
    {
        if (_context is null)
        {
            return;
        }

        if (_usesJson)
        {
            RuntimeCaches.ClearJson();
        }

        if (_context.Release() is { } packages)
        {
            _packages.Return(packages);
        }

        _context = null;
        _assembly = null;
        _entry = null;
        Line = null;
        States = null;
    }

    // An optimization and nothing else: what cannot be translated ahead is left to its first call, which says why.
    private static void Translate(Assembly assembly)
    {
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var type in TypesOf(assembly).Where(type => !type.ContainsGenericParameters))
        {
            try
            {
                foreach (var method in type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).Where(IsTranslatable))
                {
                    Translate(method);
                }
            }
            catch (Exception)
            {
                // A member whose signature names what is not on this machine.
            }
        }
    }

    private static void Translate(MethodBase method)
    {
        try
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
        catch (Exception)
        {
            // Code of another system, a library that is missing.
        }
    }

    // Delegates, native and internal calls have no code of their own; asking for some of them would load their libraries.
    private static bool IsTranslatable(MethodBase method) =>
        !method.IsAbstract
        && !method.ContainsGenericParameters
        && !method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
        && (method.MethodImplementationFlags & (MethodImplAttributes.CodeTypeMask | MethodImplAttributes.InternalCall)) == MethodImplAttributes.IL;

    private static IEnumerable<Type> TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            return some.Types.OfType<Type>();
        }
    }
}
