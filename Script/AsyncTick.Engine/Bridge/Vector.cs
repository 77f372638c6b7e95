using System.Runtime.InteropServices;

namespace AsyncTick.Engine.Bridge;

/// <summary>A place or a direction, in centimeters: <c>FAsyncTickVector</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct Vector
{
    /// <summary>Forward.</summary>
    public double X;

    /// <summary>To the right.</summary>
    public double Y;

    /// <summary>Up.</summary>
    public double Z;
}
