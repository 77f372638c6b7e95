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
