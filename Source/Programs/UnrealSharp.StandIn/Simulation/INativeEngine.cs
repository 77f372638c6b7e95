using UnrealSharp.UnrealSharpCore;

namespace UnrealSharp.StandIn;

/// <summary>
/// A native engine beneath the simulated one: worlds are its objects then, at its addresses, and the world that calls find is the one it says.
/// With it, a native module's own code can run in the process. Game thread.
/// </summary>
public interface INativeEngine
{
    /// <summary>The world, or another object, that is current; 0 for none, and for one that is gone.</summary>
    nint WorldContext { get; set; }

    /// <summary>Makes the native half of a world.</summary>
    nint CreateWorld(ECSWorldType type);

    /// <summary>A world was cleaned up, and nothing refers to it any more.</summary>
    void DeleteWorld(nint world);
}
