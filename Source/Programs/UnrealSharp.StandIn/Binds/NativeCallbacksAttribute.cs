namespace UnrealSharp.Binds;

/// <summary>A public class of function pointers that are found by name when it is first used.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class NativeCallbacksAttribute : Attribute
{
}
