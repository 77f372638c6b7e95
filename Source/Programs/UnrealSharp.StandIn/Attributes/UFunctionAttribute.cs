namespace UnrealSharp.Attributes;

/// <summary>A function that the engine and its delegates can call.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UFunctionAttribute(FunctionFlags flags = FunctionFlags.None) : Attribute
{
    public FunctionFlags Flags => flags;

    public bool CallInEditor { get; set; }
}
