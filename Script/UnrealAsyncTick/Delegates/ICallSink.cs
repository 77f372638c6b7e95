namespace UnrealAsyncTick;

/// <summary>Gets what a listener is called with, inside of the engine's call; must not run a coroutine.</summary>
internal interface ICallSink
{
    void Take<T>(T call);
}
