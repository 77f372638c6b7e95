using System.Runtime.CompilerServices;
using UnrealSharp.CoreUObject;
using UnrealSharp.Engine;

namespace UnrealAsyncTick;

/// <summary>
/// Waits for latent functions, the engine's and any plugin's: <c>await LatentCalls.Run(info => SystemLibrary.Delay(2, info))</c>. One is ended with the task that
/// waits for it. Game thread only.
/// </summary>
public static class LatentCalls
{
    /// <summary>Calls a latent function and waits until it is done; about 500 bytes and an object of the engine. It runs in the calling task's world.</summary>
    /// <param name="start">Calls the function with what it is given.</param>
    /// <param name="stop">Stops the engine's work when the task is canceled first, where that goes on without the action that waits for it, as a level's loading does.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidOperationException">Called outside of a task.</exception>
    public static Task Run(Action<FLatentActionInfo> start, Action? stop = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        RunFor(null, start, stop, file, line);

    /// <summary>As the other overload, for a function that works on an object: the wait ends with it, too.</summary>
    /// <exception cref="ObjectDestroyedException">The object was destroyed first.</exception>
    public static Task Run(UObject owner, Action<FLatentActionInfo> start, Action? stop = null, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        DelegateAwaits.ThrowIfDestroyed(owner);
        return RunFor(owner, start, stop, file, line);
    }

    private static async Task RunFor(UObject? owner, Action<FLatentActionInfo> start, Action? stop, string file, int line)
    {
        ArgumentNullException.ThrowIfNull(start);
        var wait = new LatentWait(owner, stop);
        try
        {
            start(new FLatentActionInfo(wait.Open().OnLatentDone));
            await wait.Read(file, line);
        }
        finally
        {
            wait.Close();
        }
    }
}
