using System.Runtime.InteropServices;
using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>One hit of a query.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BridgeHit
{
    public fixed double Location[3];
    public fixed double ImpactPoint[3];
    public fixed double Normal[3];
    public fixed double ImpactNormal[3];
    public double Distance;
    public double Time;
    public ulong Actor;
    public ulong Component;
    public int Blocking;
    public int StartPenetrating;

    public BridgeHit(in SimulatedHit hit)
    {
        (Location[0], Location[1], Location[2]) = (hit.Location.X, hit.Location.Y, hit.Location.Z);
        (ImpactPoint[0], ImpactPoint[1], ImpactPoint[2]) = (hit.ImpactPoint.X, hit.ImpactPoint.Y, hit.ImpactPoint.Z);
        (Normal[0], Normal[1], Normal[2]) = (hit.Normal.X, hit.Normal.Y, hit.Normal.Z);
        (ImpactNormal[0], ImpactNormal[1], ImpactNormal[2]) = (hit.Normal.X, hit.Normal.Y, hit.Normal.Z);
        Distance = hit.Distance;
        Time = hit.Time;
        Actor = (ulong)hit.Component.Owner.NativeObject;
        Component = (ulong)hit.Component.NativeObject;
        Blocking = hit.IsBlocking ? 1 : 0;
        StartPenetrating = hit.StartsInside ? 1 : 0;
    }
}

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
