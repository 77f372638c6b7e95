namespace UnrealSharp.Attributes;

/// <summary>Marks the assembly's module class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class UModuleAttribute : Attribute
{
}
