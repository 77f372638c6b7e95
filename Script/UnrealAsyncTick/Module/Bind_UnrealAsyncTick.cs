using UnrealSharp.Binds;

namespace UnrealAsyncTick;

/// <summary>
/// What the plugin's C++ module offers to UnrealSharp, found by name when this class is first used. Each field has a generated <c>Call</c>.
/// Game thread only.
/// </summary>
[NativeCallbacks]
public static unsafe partial class Bind_UnrealAsyncTick
{
    /// <summary>The native table for a version and size of it; null when they differ.</summary>
    public static delegate* unmanaged<uint, uint, void*> GetNativeApi;

    /// <summary>Folders and settings.</summary>
    public static delegate* unmanaged<void*> GetStartInfo;

    /// <summary>Takes the managed table into use; 0 for success.</summary>
    public static delegate* unmanaged<void*, int> Connect;

    /// <summary>Lets go of the managed half with this context.</summary>
    public static delegate* unmanaged<void*, void> Disconnect;

    /// <summary>The number of a world, never used twice; 0 for one that has ended.</summary>
    public static delegate* unmanaged<nint, ulong> GetWorldId;

    /// <summary>The clocks of one world; 0 for success.</summary>
    public static delegate* unmanaged<ulong, void*, int> SampleWorld;
}
