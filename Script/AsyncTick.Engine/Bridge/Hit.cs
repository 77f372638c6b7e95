using System.Runtime.InteropServices;

namespace AsyncTick.Engine.Bridge;

/// <summary>One hit of a query: <c>FAsyncTickHit</c>. What overlaps has an actor, a component and whether it blocks, and nothing else.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Hit
{
    /// <summary>Where the center of the shape is at the hit.</summary>
    public Vector Location;

    /// <summary>Where the two touch.</summary>
    public Vector ImpactPoint;

    /// <summary>Away from what was hit, of the shape that moved.</summary>
    public Vector Normal;

    /// <summary>Away from what was hit, of its surface.</summary>
    public Vector ImpactNormal;

    /// <summary>From the start to <see cref="Location"/>, in centimeters.</summary>
    public double Distance;

    /// <summary>The part of the way, from 0 to 1.</summary>
    public double Time;

    /// <summary>The address of the engine's object, which may be gone when the call is over; 0 for none.</summary>
    public ulong Actor;

    /// <summary>As <see cref="Actor"/>.</summary>
    public ulong Component;

    /// <summary>Not zero when it blocks.</summary>
    public int Blocking;

    /// <summary>Not zero when the way began inside of it.</summary>
    public int StartPenetrating;
}
