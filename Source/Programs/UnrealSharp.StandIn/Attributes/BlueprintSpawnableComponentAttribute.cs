namespace UnrealSharp.Core.Attributes;

/// <summary>The editor's Add Component list offers the class.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BlueprintSpawnableComponentAttribute : Attribute
{
}
