using System.Runtime.InteropServices;

namespace UnrealSharp.StandIn;

/// <summary>What is asked of a world's collision.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeQuery
{
    public ulong World;
    public uint Id;
    public int Kind;
    public int Shape;
    public int Channel;
    public int ObjectTypes;
    public int Complex;
    public fixed double Start[3];
    public fixed double End[3];
    public fixed double Rotation[4];
    public fixed double Extent[3];
    public ulong* Ignored;
    public int IgnoredCount;
    public int Reserved;
}
