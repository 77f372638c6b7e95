using UnrealSharp.Core;
using UnrealSharp.CoreUObject;
using UnrealSharp.StandIn;

namespace UnrealSharp;

/// <summary>A single-cast delegate of the engine: one object, held weakly, and the name of its function.</summary>
/// <typeparam name="TDelegate">The signature.</typeparam>
public abstract class Delegate<TDelegate> : DelegateBase<TDelegate>
    where TDelegate : Delegate
{
    public TWeakObjectPtr<UObject> TargetObject;
    public FName FunctionName;

    public override bool IsBound => TargetObject.IsValid && !FunctionName.IsNone;

    /// <exception cref="InvalidOperationException">It is bound already.</exception>
    /// <exception cref="ArgumentException">The handler is no method of an object.</exception>
    public override void Add(TDelegate handler)
    {
        if (IsBound)
        {
            throw new InvalidOperationException("A singlecast delegate can only be bound to one handler at a time.");
        }

        if (handler.Target is not UObject target)
        {
            throw new ArgumentException("The callback for a singlecast delegate must be a valid UFunction defined on a UClass", nameof(handler));
        }

        TargetObject = new TWeakObjectPtr<UObject>(target);
        FunctionName = new FName(handler.Method.Name);
    }

    public override void Remove(TDelegate handler)
    {
        if (Contains(handler))
        {
            Clear();
        }
    }

    public override bool Contains(TDelegate handler) => handler.Target is UObject target && target.Equals(TargetObject.Object) && FunctionName == new FName(handler.Method.Name);

    public override void Clear()
    {
        TargetObject = default;
        FunctionName = FName.None;
    }

    public override void BindUFunction(UObject targetObject, FName functionName)
    {
        TargetObject = new TWeakObjectPtr<UObject>(targetObject);
        FunctionName = functionName;
    }

    protected override void ProcessDelegate(object?[] arguments)
    {
        if (TargetObject.Object is { } target)
        {
            ObjectFunctions.Call(target, FunctionName.ToString(), arguments);
        }
    }
}
