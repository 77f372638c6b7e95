namespace AsyncTick;

/// <summary>Which clock a wait is measured on. The rows are the engine's own four clocks of a world.</summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>clock</term><description>stops with pause / follows time dilation</description></listheader>
/// <item><term><see cref="Real"/></term><description>no / no</description></item>
/// <item><term><see cref="Game"/></term><description>yes / yes</description></item>
/// <item><term><see cref="Unpaused"/></term><description>no / yes</description></item>
/// <item><term><see cref="Audio"/></term><description>yes / no</description></item>
/// </list>
/// </remarks>
public enum Clock
{
    /// <summary>The clock of the current scope: <see cref="Real"/> for scripts and tools, <see cref="Game"/> inside a world (<see cref="TaskScope.DefaultClock"/>).</summary>
    Default,

    /// <summary>Monotonic wall time (asyncio's <c>loop.time()</c>, <c>UWorld::GetRealTimeSeconds</c>).</summary>
    Real,

    /// <summary>Game time (<c>UWorld::GetTimeSeconds</c>).</summary>
    Game,

    /// <summary>Dilated time that runs on while the game is paused (<c>UWorld::GetUnpausedTimeSeconds</c>).</summary>
    Unpaused,

    /// <summary>Undilated time that stops with pause (<c>UWorld::GetAudioTimeSeconds</c>).</summary>
    Audio,
}
