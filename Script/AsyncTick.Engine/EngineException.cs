namespace AsyncTick.Engine;

/// <summary>The engine would not do what it was asked for; the message says what, why, and what would help.</summary>
public sealed class EngineException(string message) : Exception(message);
