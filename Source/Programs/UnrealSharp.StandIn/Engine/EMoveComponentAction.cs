namespace UnrealSharp.Engine;

/// <summary>What <see cref="SystemLibrary.MoveComponentTo"/> does.</summary>
public enum EMoveComponentAction : byte
{
    Move,
    Stop,
    Return,
}
