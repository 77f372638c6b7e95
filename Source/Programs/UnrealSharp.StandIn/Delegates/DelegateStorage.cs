using UnrealSharp.CoreUObject;
using UnrealSharp.Log;

namespace UnrealSharp.StandIn;

/// <summary>The engine's side of a multicast delegate: it lives in its object's memory and outlasts what managed code knows of it.</summary>
/// <param name="isSparse">Whether the engine keeps the bindings elsewhere (most delegates of actors).</param>
internal sealed class DelegateStorage(bool isSparse)
{
    private readonly List<(nint Target, string Function)> _bindings = [];

    /// <summary>How many bindings there are, dead ones included.</summary>
    public int Count => _bindings.Count;

    /// <summary>The object is gone, and its memory with it.</summary>
    public bool IsFreed { get; set; }

    public bool IsBound
    {
        get
        {
            Verify(isSparse, "reads memory that is not a delegate's: it is a sparse one");
            return _bindings.Exists(binding => SimulatedEngine.Current.Objects.Find(binding.Target) is { IsGarbage: false });
        }
    }

    public void Add(UObject target, string function)
    {
        var binding = Bind(target, function);
        if (!_bindings.Contains(binding))
        {
            _bindings.Add(binding);
        }
    }

    public void Remove(UObject target, string function) => _bindings.Remove(Bind(target, function));

    public bool Contains(UObject target, string function)
    {
        Verify(isSparse && _bindings.Count == 0, "has no bindings to look through: it is a sparse one, and nothing is bound");
        return _bindings.Contains(Bind(target, function));
    }

    public void Clear()
    {
        Verify(false, "");
        _bindings.Clear();
    }

    /// <summary>Every living binding once, in order.</summary>
    public void Broadcast(object?[] arguments)
    {
        Verify(false, "");
        var engine = SimulatedEngine.Current;
        foreach (var (target, function) in _bindings.ToArray())
        {
            if (engine.Objects.Find(target) is not { IsGarbage: false } record)
            {
                _bindings.Remove((target, function));
            }
            else if (record.Managed is { } managed)
            {
                ObjectFunctions.Call(managed, function, arguments);
            }
        }
    }

    private (nint Target, string Function) Bind(UObject target, string function)
    {
        Verify(target.NativeObject == 0, "asks an object that is gone for its name, to say that it has no such function");
        if (!ObjectFunctions.IsKnown(target.GetType(), function))
        {
            SimulatedLog.Write("LogUnrealSharp", ELogVerbosity.Warning, $"Failed to bind function {function} on target {target.Name}");
        }

        return (target.NativeObject, function);
    }

    private void Verify(bool crashes, string what)
    {
        if (IsFreed)
        {
            throw new InvalidOperationException("The delegate's object is gone; in the engine this reads freed memory.");
        }

        if (crashes)
        {
            throw new InvalidOperationException($"This delegate {what}. In the engine the process ends here.");
        }
    }
}
