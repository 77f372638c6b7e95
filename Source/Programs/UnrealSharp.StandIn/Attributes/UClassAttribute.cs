namespace UnrealSharp.Attributes;

/// <summary>A class that the engine knows.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UClassAttribute(ClassFlags flags = ClassFlags.None, string config = "") : Attribute
{
    public ClassFlags Flags => flags;

    public string Config => config;
}
