namespace AsyncTick.Scripting;

/// <summary>A place that keeps what it refers to alive: a static field, or an object of the host.</summary>
/// <param name="Owner">The type of a static field; what the object is otherwise.</param>
/// <param name="Field">The name of a static field; empty for an object.</param>
/// <param name="Value">What is there now.</param>
internal readonly record struct PinRoot(string Owner, string Field, object Value);
