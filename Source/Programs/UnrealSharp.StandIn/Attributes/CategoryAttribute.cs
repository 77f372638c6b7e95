namespace UnrealSharp.Core.Attributes;

/// <summary>Where the editor lists it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Class)]
public sealed class CategoryAttribute(string category) : Attribute
{
    public string Category => category;
}
