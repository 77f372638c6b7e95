using System.Reflection;
using UnrealSharp;
using UnrealSharp.Attributes;
using UnrealSharp.Core;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;
using UnrealSharp.SlateCore;

namespace UnrealAsyncTick;

/// <summary>
/// Listens to an engine delegate for a coroutine: the engine calls functions of objects by name, and looks at their parameters, so there is one function
/// for each common signature.
/// </summary>
[UClass]
public partial class UAsyncDelegateListener : UObject
{
    /// <summary>Gets each call, inside the engine's; must not run a coroutine.</summary>
    internal Action<DelegateCall>? Called { get; set; }

    [UFunction]
    private void OnCall() => Raise();

    [UFunction]
    private void OnBool(bool a) => Raise(a);

    [UFunction]
    private void OnInt(int a) => Raise(a);

    [UFunction]
    private void OnFloat(float a) => Raise(a);

    [UFunction]
    private void OnString(string a) => Raise(a);

    [UFunction]
    private void OnText(FText a) => Raise(a);

    [UFunction]
    private void OnTextCommit(FText a, ETextCommit b) => Raise(a, b);

    [UFunction]
    private void OnActor(AActor a) => Raise(a);

    [UFunction]
    private void OnActors(AActor a, AActor b) => Raise(a, b);

    [UFunction]
    private void OnActorEndPlay(AActor a, EEndPlayReason b) => Raise(a, b);

    [UFunction]
    private void OnStrings(string a, string b) => Raise(a, b);

    /// <summary>The function for a delegate type, bound to this object; null when there is none of its signature.</summary>
    internal Delegate? HandlerFor(Type delegateType)
    {
        var wanted = delegateType.GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType).ToArray();
        foreach (var method in typeof(UAsyncDelegateListener).GetMethods(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
        {
            if (method.Name.StartsWith("On", StringComparison.Ordinal)
                && method.ReturnType == typeof(void)
                && method.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(wanted))
            {
                return Delegate.CreateDelegate(delegateType, this, method, throwOnBindFailure: false);
            }
        }

        return null;
    }

    private void Raise(params object?[] arguments) => Called?.Invoke(new DelegateCall(arguments));
}
