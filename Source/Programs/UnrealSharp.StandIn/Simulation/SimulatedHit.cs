using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealSharp.StandIn;

/// <summary>What a <see cref="SimulatedQuery"/> has hit.</summary>
public readonly record struct SimulatedHit
{
    public required UPrimitiveComponent Component { get; init; }

    /// <summary>Where the center of the shape is.</summary>
    public FVector Location { get; init; }

    public FVector ImpactPoint { get; init; }

    public FVector Normal { get; init; }

    /// <summary>The part of the way.</summary>
    public double Time { get; init; }

    /// <summary>From the start to <see cref="Location"/>.</summary>
    public double Distance { get; init; }

    public bool IsBlocking { get; init; }

    public bool StartsInside { get; init; }
}
