using AsyncTick.Engine.Bridge;
using UnrealSharp.Core.Marshallers;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// What a trace or a sweep has hit, as of the tick in which it was answered: the actor may be destroyed when the task gets it. Without a hit, the end of the way.
/// </summary>
public readonly struct TraceHit
{
    /// <summary>Whether anything was hit.</summary>
    public bool IsHit { get; init; }

    /// <summary>Whether it blocks; of several hits the last one may, the others are passed through.</summary>
    public bool IsBlocking { get; init; }

    /// <summary>Whether the way began inside of it; the normals then point the way out.</summary>
    public bool StartsInside { get; init; }

    /// <summary>Where the line ends, or the center of the shape is.</summary>
    public FVector Location { get; init; }

    /// <summary>Where the two touch.</summary>
    public FVector ImpactPoint { get; init; }

    /// <summary>Away from what was hit: of a sphere or capsule that was swept, else as <see cref="ImpactNormal"/>.</summary>
    public FVector Normal { get; init; }

    /// <summary>Away from what was hit, of its surface.</summary>
    public FVector ImpactNormal { get; init; }

    /// <summary>From the start to <see cref="Location"/>, in centimeters.</summary>
    public double Distance { get; init; }

    /// <summary>The part of the way, from 0 to 1.</summary>
    public double Time { get; init; }

    /// <summary>The actor; null for what has none, and without a hit.</summary>
    public AActor? Actor { get; init; }

    /// <summary>The component; null for what has none, and without a hit.</summary>
    public UPrimitiveComponent? Component { get; init; }

    internal static unsafe TraceHit From(in Hit hit)
    {
        fixed (Hit* native = &hit)
        {
            return new TraceHit
            {
                IsHit = true,
                IsBlocking = hit.Blocking != 0,
                StartsInside = hit.StartPenetrating != 0,
                Location = PlaceOf(hit.Location),
                ImpactPoint = PlaceOf(hit.ImpactPoint),
                Normal = PlaceOf(hit.Normal),
                ImpactNormal = PlaceOf(hit.ImpactNormal),
                Distance = hit.Distance,
                Time = hit.Time,
                Actor = ObjectMarshaller<AActor>.FromNative((nint)(&native->Actor), 0),
                Component = ObjectMarshaller<UPrimitiveComponent>.FromNative((nint)(&native->Component), 0),
            };
        }
    }

    private static FVector PlaceOf(Vector place) => new(place.X, place.Y, place.Z);
}
