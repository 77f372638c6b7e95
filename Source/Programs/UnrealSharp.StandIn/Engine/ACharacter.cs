namespace UnrealSharp.Engine;

/// <summary>A pawn that walks.</summary>
public class ACharacter : APawn
{
}
