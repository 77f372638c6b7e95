namespace UnrealAsyncTick;

/// <summary>What was waited for belonged to an object of the engine that was destroyed meanwhile.</summary>
public sealed class ObjectDestroyedException(string message) : InvalidOperationException(message);
