namespace AsyncTick.Net;

/// <summary>The server is there and refuses us; trying again does not help.</summary>
internal sealed class RedisRefusedException(string message, Exception inner) : NetworkException(message, inner);
