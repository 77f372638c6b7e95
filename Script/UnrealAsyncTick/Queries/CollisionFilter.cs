using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// What a query hits: by default whatever the trace channel <c>Visibility</c> does. A trace channel converts by itself, <c>ETraceChannel.Camera.ToTraceQuery()</c>; for more write
/// <c>CollisionFilter.Objects(...) with { Ignored = Owner }</c>.
/// </summary>
public readonly record struct CollisionFilter
{
    /// <summary>The trace channel, unless there are object types or a profile.</summary>
    public ETraceTypeQuery Channel { get; init; }

    /// <summary>A bit for each <see cref="EObjectTypeQuery"/>; 0 for by channel.</summary>
    public int ObjectTypes { get; init; }

    /// <summary>The name of a collision profile, which goes before the rest; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary>Whether the triangles are hit instead of the simple shapes: slower.</summary>
    public bool IsComplex { get; init; }

    /// <summary>An actor that is not hit; most often the one that asks.</summary>
    public AActor? Ignored { get; init; }

    /// <summary>More of them; read at the call.</summary>
    public IReadOnlyList<AActor>? AlsoIgnored { get; init; }

    /// <summary>What responds to a trace channel of the project.</summary>
    public static implicit operator CollisionFilter(ETraceTypeQuery channel) => new() { Channel = channel };

    /// <summary>What is of one of these object types, whatever it responds to.</summary>
    public static CollisionFilter Objects(params ReadOnlySpan<EObjectTypeQuery> types)
    {
        var bits = 0;
        foreach (var type in types)
        {
            bits |= 1 << (int)type;
        }

        return new CollisionFilter { ObjectTypes = bits };
    }

    /// <summary>What an object of a collision profile would hit.</summary>
    public static CollisionFilter ByProfile(string profile) => new() { Profile = profile };
}
