namespace UnrealSharp.Attributes;

/// <summary>The signature of a multicast delegate.</summary>
[AttributeUsage(AttributeTargets.Delegate)]
public sealed class UMultiDelegateAttribute : Attribute
{
}
