namespace UnrealSharp.Attributes;

/// <summary>A delegate type of the engine with one listener.</summary>
[AttributeUsage(AttributeTargets.Delegate)]
public sealed class USingleDelegateAttribute : Attribute;
