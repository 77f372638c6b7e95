using UnrealSharp.CoreUObject;

namespace UnrealSharp.StandIn;

/// <summary>The engine's side of an object: what remains when its managed half is taken away for a reload.</summary>
internal sealed class ObjectRecord
{
    public required nint Id { get; init; }

    public required string Name { get; set; }

    public required string ClassName { get; init; }

    /// <summary>The number of the object that it is in; 0 for none.</summary>
    public required nint Outer { get; init; }

    public UObject? Managed { get; set; }

    /// <summary>Destroyed, and waiting to be collected.</summary>
    public bool IsGarbage { get; set; }

    /// <summary>Between BeginPlay and EndPlay, or on the screen.</summary>
    public bool IsActive { get; set; }

    /// <summary>What is in it, oldest first.</summary>
    public List<ObjectRecord> Children { get; } = [];

    /// <summary>The values of its properties, by name.</summary>
    public Dictionary<string, object?> Memory { get; } = [];

    /// <summary>Its multicast delegates, by name.</summary>
    public Dictionary<string, DelegateStorage> Delegates { get; } = [];
}
