namespace AsyncTick.Dashboard;

/// <summary>A request that is answered with an error, after which the connection is closed: what follows on it cannot be trusted.</summary>
internal sealed class HttpError(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
