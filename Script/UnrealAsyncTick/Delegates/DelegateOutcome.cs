namespace UnrealAsyncTick;

/// <summary>Which of an object's delegates was called first, and with what.</summary>
/// <param name="Name">The property's name: compare it with <c>nameof(action.Completed)</c>.</param>
/// <param name="Call">What it was called with.</param>
public readonly record struct DelegateOutcome(string Name, DelegateCall Call);
