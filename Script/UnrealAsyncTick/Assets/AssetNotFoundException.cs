namespace UnrealAsyncTick;

/// <summary>A soft reference leads to nothing, or to something of another class.</summary>
public sealed class AssetNotFoundException(string message) : InvalidOperationException(message);
