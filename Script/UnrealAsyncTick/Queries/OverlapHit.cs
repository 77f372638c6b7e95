using AsyncTick.Engine.Bridge;
using UnrealSharp.Core.Marshallers;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>What overlaps a shape, as of the tick in which the query was answered: the actor may be destroyed when the task gets it.</summary>
public readonly struct OverlapHit
{
    /// <summary>Whether it blocks, and is not only passed through.</summary>
    public bool IsBlocking { get; init; }

    /// <summary>The actor; null for what has none.</summary>
    public AActor? Actor { get; init; }

    /// <summary>The component; null for what has none.</summary>
    public UPrimitiveComponent? Component { get; init; }

    internal static unsafe OverlapHit From(in Hit hit)
    {
        fixed (Hit* native = &hit)
        {
            return new OverlapHit
            {
                IsBlocking = hit.Blocking != 0,
                Actor = ObjectMarshaller<AActor>.FromNative((nint)(&native->Actor), 0),
                Component = ObjectMarshaller<UPrimitiveComponent>.FromNative((nint)(&native->Component), 0),
            };
        }
    }
}
