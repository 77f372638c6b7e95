using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>The engine's side of an object: what remains when its managed half is taken away for a reload.</summary>
internal sealed class ObjectRecord
{
    public required nint Id { get; init; }

    public required string Name { get; set; }

    public required string ClassName { get; init; }

    public required UObject? Outer { get; init; }

    public UObject? Managed { get; set; }

    /// <summary>Destroyed, and waiting to be collected.</summary>
    public bool IsGarbage { get; set; }
}
