namespace AsyncTick.Scripting;

/// <summary>Runs the compiler's warm-up script on a loop of its own, so that the first real script finds all code it needs translated.</summary>
internal static class ScriptWarmUp
{
    private const int MaxFrames = 1000;

    /// <summary>Takes some 50 ms of the calling thread, which must not be a game's.</summary>
    public static void Run(ScriptCompiler compiler, CompiledScript script, CancellationToken cancellation)
    {
        using GameLoop loop = new(new GameLoopOptions { Name = "Warm-up", Log = new NullLogSink() });
        using ScriptHost host = new(loop, compiler);
        var starting = loop.Start(() => host.StartAsync(script, [], ScriptStartMode.Keep));
        for (var frame = 0; frame < MaxFrames && !cancellation.IsCancellationRequested && (!starting.IsCompleted || host.Running.Count > 0); frame++)
        {
            loop.Pump(new FrameTime(frame));
            Thread.Sleep(1); // what the script does on other threads takes real time
        }

        loop.Shutdown();
    }
}
