using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.CoreUObject;

namespace UnrealAsyncTick;

/// <summary>What Blueprint can listen to; there is one, see <see cref="UAsyncTickLibrary.GetAsyncTickEvents"/>.</summary>
[UClass]
public partial class UAsyncTickEvents : UObject
{
    /// <summary>A task failed and was not awaited. Comes after the line in the log.</summary>
    [UProperty(PropertyFlags.BlueprintAssignable)]
    public partial TMulticastDelegate<FOnTaskFaulted> OnTaskFaulted { get; set; }

    internal void Raise(string taskName, string message)
    {
        // Every call leaks its strings natively (UnrealSharp), so none is made for no listener.
        if (!IsDestroyed && OnTaskFaulted.IsBound)
        {
            OnTaskFaulted.Invoke(taskName, message);
        }
    }
}
