using System.Runtime.CompilerServices;
using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>A question to a world's collision.</summary>
public struct SimulatedQuery
{
    private const int MostIgnored = 16;

    private IgnoredActors _ignored;
    private int _ignoredCount;

    /// <summary>0: what overlaps. 1: the first that blocks. 2: all up to that one.</summary>
    public int Kind { get; init; }

    /// <summary>A bit for each <see cref="Engine.EObjectTypeQuery"/>; 0 for what responds to a trace channel: everything does.</summary>
    public int ObjectTypes { get; init; }

    /// <summary>Empty for none. Of <c>NoCollision</c> nothing is hit, of any other everything.</summary>
    public string Profile { get; init; }

    public FVector Start { get; init; }

    public FVector End { get; init; }

    /// <summary>Half of the shape's size; zero for a line. Shapes are boxes here that stand upright.</summary>
    public FVector HalfSize { get; init; }

    /// <summary>An actor, by its number, that is not hit; of more than sixteen the rest is.</summary>
    public void Ignore(nint actor)
    {
        if (_ignoredCount < MostIgnored)
        {
            _ignored[_ignoredCount++] = actor;
        }
    }

    internal readonly bool Ignores(nint actor) => ((ReadOnlySpan<nint>)_ignored)[.._ignoredCount].Contains(actor);

    [InlineArray(MostIgnored)]
    private struct IgnoredActors
    {
        private nint _first;
    }
}
