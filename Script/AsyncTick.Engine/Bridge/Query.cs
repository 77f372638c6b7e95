using System.Runtime.InteropServices;

namespace AsyncTick.Engine.Bridge;

/// <summary>What is asked of a world's collision: <c>FAsyncTickQuery</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
public unsafe struct Query
{
    /// <summary>The native half's number for the world.</summary>
    public ulong World;

    /// <summary>Comes back with the answer.</summary>
    public uint Id;

    /// <summary>0: what overlaps a shape at <see cref="Start"/>. 1: the first blocking hit on the way to <see cref="End"/>. 2: all hits up to that one.</summary>
    public int Kind;

    /// <summary>0: a line. 1: a sphere. 2: a box. 3: a capsule.</summary>
    public int Shape;

    /// <summary><c>ETraceTypeQuery</c>; used when there are neither object types nor a profile.</summary>
    public int Channel;

    /// <summary>A bit for each <c>EObjectTypeQuery</c>; 0 for none.</summary>
    public int ObjectTypes;

    /// <summary>Not zero: against triangles instead of the simple shapes.</summary>
    public int Complex;

    /// <summary>Where the way begins, or the shape is.</summary>
    public Vector Start;

    /// <summary>Where the way ends.</summary>
    public Vector End;

    /// <summary>How the shape is turned.</summary>
    public Quat Rotation;

    /// <summary>Half of a box; X is the radius of a sphere or capsule, Z half the height of a capsule, its radius included.</summary>
    public Vector Extent;

    /// <summary>Addresses of actors that are not to be hit; read before the call returns.</summary>
    public ulong* Ignored;

    /// <summary>How many these are.</summary>
    public int IgnoredCount;

    /// <summary>0.</summary>
    public int Reserved;
}
