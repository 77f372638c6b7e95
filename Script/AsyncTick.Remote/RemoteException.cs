namespace AsyncTick.Remote;

/// <summary>A host's answer that a request was not done.</summary>
/// <param name="code">Which kind it is, one of the codes in Docs/Remote.md.</param>
/// <param name="message">What the host says.</param>
public sealed class RemoteException(string code, string message) : Exception(message)
{
    /// <summary>Which kind it is: <c>bad-request</c>, <c>refused</c>, <c>compile</c>, <c>failed</c>, <c>canceled</c>, <c>busy</c>, <c>ended</c>.</summary>
    public string Code { get; } = code;
}
