namespace UnrealSharp.Engine;

/// <summary>An asynchronous node that can be canceled; it calls no delegate from then on.</summary>
public partial class UCancellableAsyncAction : UBlueprintAsyncActionBase
{
    public virtual void Cancel()
    {
    }
}
