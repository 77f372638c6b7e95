namespace UnrealSharp.Core.Attributes;

/// <summary>What the editor calls it.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class DisplayNameAttribute(string name) : Attribute
{
    public string Name => name;
}
