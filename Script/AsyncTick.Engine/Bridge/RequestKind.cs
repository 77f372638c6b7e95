namespace AsyncTick.Engine.Bridge;

/// <summary>What the native half asks for and awaits.</summary>
internal enum RequestKind
{
    RunScript = 0,
    AwaitTask = 1,
}
