namespace UnrealSharp.Attributes;

/// <summary>A property that the engine knows.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class UPropertyAttribute(PropertyFlags flags = PropertyFlags.None) : Attribute
{
    public PropertyFlags Flags => flags;

    /// <summary>On an actor: a component that every instance is made with.</summary>
    public bool DefaultComponent { get; set; }

    public bool RootComponent { get; set; }
}
