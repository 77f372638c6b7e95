namespace UnrealSharp.StandIn;

/// <summary>What a call across the bridge came to.</summary>
internal static class BridgeStatus
{
    public const int Ok = 0;
    public const int WrongThread = 3;
    public const int NoWorld = 4;
    public const int UnknownClass = 5;
    public const int SpawnRefused = 7;
    public const int UnknownHandle = 8;
    public const int InvalidArgument = 9;
    public const int NoAudio = 10;
}
