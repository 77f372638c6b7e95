namespace AsyncTick.Remote.Protocol;

/// <summary>The words of the protocol that both ends use; Docs/Remote.md says what they mean.</summary>
internal static class RemoteProtocol
{
    public const int Version = 1;

    public const string BadRequest = "bad-request";
    public const string Refused = "refused";
    public const string Failed = "failed";
    public const string Compile = "compile";
    public const string Canceled = "canceled";
    public const string Busy = "busy";
    public const string Ended = "ended";
}
