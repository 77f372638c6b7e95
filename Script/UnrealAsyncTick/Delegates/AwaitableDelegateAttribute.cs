namespace UnrealAsyncTick;

/// <summary>
/// Asks for a listener of a delegate that no code of this assembly awaits, for code that is compiled later: <c>[assembly: AwaitableDelegate(typeof(FOnScored))]</c>
/// in a game lets its scripts await it. What the code awaits needs no attribute.
/// </summary>
/// <param name="type">The delegate's type.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class AwaitableDelegateAttribute(Type type) : Attribute
{
    /// <summary>The delegate's type.</summary>
    public Type Type { get; } = type;
}
