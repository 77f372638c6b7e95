namespace AsyncTick.Remote.Protocol;

/// <summary>Does what a request asks for and ends it. Called on a pool thread. What it throws ends the request as an error.</summary>
internal delegate Task RequestHandler(RemoteRequest request);
