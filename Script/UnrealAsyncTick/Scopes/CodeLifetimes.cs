using System.Reflection;
using System.Runtime.Loader;
using AsyncTick;

namespace UnrealAsyncTick;

/// <summary>
/// Which scopes run code that can be unloaded. A hot reload takes the game's assemblies while this one stays: when their load context goes, their
/// tasks are canceled, given a bounded time to end, and whatever then is left is dropped, so that nothing of the old code runs
/// afterwards and nothing here keeps it loaded. Game thread only.
/// </summary>
internal sealed class CodeLifetimes(GameLoop loop, Action abandoned) : IDisposable
{
    private const int DrainFrames = 120;
    private const double DrainSeconds = 1;

    private readonly Dictionary<AssemblyLoadContext, HashSet<TaskScope>> _scopes = [];

    /// <summary>The scope below <paramref name="parent"/> for code of an assembly; <paramref name="parent"/> itself when the code is never unloaded, or only with us.</summary>
    public TaskScope For(TaskScope parent, Assembly code)
    {
        if (FindContext(code) is not { } context)
        {
            return parent;
        }

        var name = code.GetName().Name ?? "code";
        foreach (var known in SetOf(context))
        {
            if (known.Parent == parent && known.Name == name && known.State == ScopeState.Open)
            {
                return known;
            }
        }

        var scope = parent.CreateChild(name);
        Add(context, scope);
        return scope;
    }

    /// <summary>From now on <paramref name="scope"/> ends when the code of an assembly goes.</summary>
    public void Track(TaskScope scope, Assembly code)
    {
        if (FindContext(code) is { } context)
        {
            Add(context, scope);
        }
    }

    public void Dispose()
    {
        foreach (var context in _scopes.Keys)
        {
            context.Unloading -= OnUnloading;
        }

        _scopes.Clear();
    }

    private static AssemblyLoadContext? FindContext(Assembly code)
    {
        var context = AssemblyLoadContext.GetLoadContext(code);
        return context is { IsCollectible: true } && context != AssemblyLoadContext.GetLoadContext(typeof(CodeLifetimes).Assembly) ? context : null;
    }

    private HashSet<TaskScope> SetOf(AssemblyLoadContext context)
    {
        if (!_scopes.TryGetValue(context, out var scopes))
        {
            _scopes.Add(context, scopes = []);
            context.Unloading += OnUnloading;
        }

        return scopes;
    }

    private void Add(AssemblyLoadContext context, TaskScope scope)
    {
        var scopes = SetOf(context);
        if (scopes.Count >= 64 && (scopes.Count & (scopes.Count - 1)) == 0)
        {
            scopes.RemoveWhere(old => old.State == ScopeState.Closed);
        }

        scopes.Add(scope);
    }

    // Raised on the thread that unloads: the game thread, in the middle of a hot reload.
    private void OnUnloading(AssemblyLoadContext context)
    {
        context.Unloading -= OnUnloading;
        if (!loop.IsOnLoopThread || !_scopes.Remove(context, out var scopes))
        {
            return;
        }

        try
        {
            foreach (var scope in scopes)
            {
                scope.Cancel(CancelReason.Reload);
            }

            loop.Drain(scopes, [], null, DrainFrames, DrainSeconds);
            foreach (var scope in scopes)
            {
                if (!scope.IsAbandoned)
                {
                    scope.Abandon();
                }
            }

            abandoned();
        }
        catch (Exception fault)
        {
            loop.Log.Write(LogVerbosity.Error, $"Tasks of {context.Name} could not be ended before its code was unloaded: {ExceptionText.Full(fault)}");
        }
    }
}
