using AsyncTick;
using static AsyncTick.Async;

namespace UnrealAsyncTick.Conformance;

/// <summary>
/// What every host of the plugin does, by topic in files of their own. A fixture per host says how one is started; there is no scenario that
/// only one of them passes.
/// </summary>
public abstract partial class HostConformance
{
    /// <summary>An editor with an empty edited world and the plugin in it.</summary>
    protected abstract HostUnderTest StartHost();

    /// <summary>Waits for long, and notes with which reason that ended.</summary>
    private static async Task Note(List<string> ends, string name)
    {
        try
        {
            await Delay(1000);
        }
        catch (GameTaskCanceledException canceled)
        {
            ends.Add($"{name} {canceled.Reason}");
            throw;
        }
    }
}
