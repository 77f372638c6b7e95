namespace UnrealSharp.Core.Attributes;

/// <summary>Holds the widget of that name from the designer.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class BindWidgetAttribute : Attribute
{
}
