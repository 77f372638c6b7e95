namespace UnrealSharp.Core.Attributes;

/// <summary>What the editor says about it.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class ToolTipAttribute(string text) : Attribute
{
    public string Text => text;
}
