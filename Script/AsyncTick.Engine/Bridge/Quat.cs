using System.Runtime.InteropServices;

namespace AsyncTick.Engine.Bridge;

/// <summary>A rotation, as a unit quaternion: <c>FAsyncTickQuat</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Quat
{
    /// <summary>Of the axis, forward.</summary>
    public double X;

    /// <summary>Of the axis, to the right.</summary>
    public double Y;

    /// <summary>Of the axis, up.</summary>
    public double Z;

    /// <summary>The cosine of half the angle.</summary>
    public double W;
}
