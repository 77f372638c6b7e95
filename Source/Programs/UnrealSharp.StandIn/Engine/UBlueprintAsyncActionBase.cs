namespace UnrealSharp.Engine;

/// <summary>The object behind an asynchronous Blueprint node: made by a static function, activated, and heard of by its delegates.</summary>
public partial class UBlueprintAsyncActionBase : CoreUObject.UObject
{
    public virtual void Activate()
    {
    }
}
