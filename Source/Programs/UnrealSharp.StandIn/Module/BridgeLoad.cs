using System.Runtime.InteropServices;

namespace UnrealSharp.StandIn;

/// <summary>Something to load.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeLoad
{
    public uint Id;
    public int Priority;
    public BridgeText Path;
    public BridgeText* Bundles;
    public int BundleCount;
    public int Reserved;
}
