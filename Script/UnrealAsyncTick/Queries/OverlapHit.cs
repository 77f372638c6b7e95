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

    internal static OverlapHit From(in TraceHit hit) => new() { IsBlocking = hit.IsBlocking, Actor = hit.Actor, Component = hit.Component };
}
