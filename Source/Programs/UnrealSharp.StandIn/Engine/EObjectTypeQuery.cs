namespace UnrealSharp.Engine;

/// <summary>Types of objects by number, in the order of the project's settings: WorldStatic, WorldDynamic, Pawn, PhysicsBody, Vehicle, Destructible.</summary>
public enum EObjectTypeQuery : byte
{
    ObjectTypeQuery1,
    ObjectTypeQuery2,
    ObjectTypeQuery3,
    ObjectTypeQuery4,
    ObjectTypeQuery5,
    ObjectTypeQuery6,
}
