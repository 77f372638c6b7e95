using UnrealSharp.Core;
using UnrealSharp.CoreUObject;

namespace UnrealSharp.Engine;

/// <summary>What a latent function calls when it is done.</summary>
public partial record struct FLatentActionInfo
{
    public int Linkage;
    public int UUID;
    public FName ExecutionFunction;
    public UObject CallbackTarget;

    /// <exception cref="InvalidOperationException">The action is no method of an object.</exception>
    public FLatentActionInfo(Action action)
    {
        CallbackTarget = action.Target as UObject ?? throw new InvalidOperationException("Action target must be a UObject.");
        ExecutionFunction = action.Method.Name;
    }

    public static implicit operator FLatentActionInfo(Action action) => new(action);
}
