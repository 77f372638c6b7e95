using UnrealSharp.Core;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp;

/// <summary>A multicast delegate of the engine: it holds its objects weakly and knows their functions by name.</summary>
/// <typeparam name="TDelegate">The signature.</typeparam>
public abstract class MulticastDelegate<TDelegate> : DelegateBase<TDelegate>
    where TDelegate : Delegate
{
    internal DelegateStorage? Storage { get; set; }

    /// <summary>Whether anything that still lives is bound.</summary>
    /// <exception cref="InvalidOperationException">The delegate is a sparse one: UnrealSharp reads memory that is not its.</exception>
    public override bool IsBound => Native.IsBound;

    private DelegateStorage Native => Storage ?? throw new InvalidOperationException("The delegate belongs to no object; in the engine this ends the process.");

    /// <exception cref="ArgumentException">The handler is no method of an object.</exception>
    public override void Add(TDelegate handler)
    {
        if (handler.Target is not UObject target)
        {
            throw new ArgumentException("The callback for a multicast delegate must be a valid UFunction defined on a UClass", nameof(handler));
        }

        Native.Add(target, handler.Method.Name);
    }

    public override void Remove(TDelegate handler)
    {
        if (handler.Target is UObject target)
        {
            Native.Remove(target, handler.Method.Name);
        }
    }

    public override bool Contains(TDelegate handler) => handler.Target is UObject target && Native.Contains(target, handler.Method.Name);

    public override void BindUFunction(UObject targetObject, FName functionName) => Native.Add(targetObject, functionName.ToString());

    public override void Clear() => Native.Clear();

    protected override void ProcessDelegate(object?[] arguments)
    {
        SimulatedEngine.Current.LeakedStrings += arguments.Count(argument => argument is string);
        Native.Broadcast(arguments);
    }
}
