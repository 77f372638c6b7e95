using System.ComponentModel;

namespace UnrealAsyncTick;

/// <summary>Says which class listens to a delegate. Written by the generator.</summary>
/// <param name="type">The delegate's type.</param>
/// <param name="listener">The listener's class.</param>
/// <param name="isPublic">Whether other assemblies await by it.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class DelegateListenerAttribute(Type type, Type listener, bool isPublic) : Attribute
{
    /// <summary>The delegate's type.</summary>
    public Type Type { get; } = type;

    /// <summary>The listener's class.</summary>
    public Type Listener { get; } = listener;

    /// <summary>Whether other assemblies await by it.</summary>
    public bool IsPublic { get; } = isPublic;
}
