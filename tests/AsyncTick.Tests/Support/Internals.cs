namespace AsyncTick.Tests;

/// <summary>Whether this run may use the private parts of .NET: the suite runs once with <c>ASYNCTICK_RUNTIME_INTERNALS=0</c>.</summary>
internal static class Internals
{
    public static bool AreOn => new GameLoopOptions().UseRuntimeInternals;

    /// <summary>1 where a loop can tell at once that a plain task's exception was not looked at; 0 where the collector tells later.</summary>
    public static int FaultsToldAtOnce => AreOn ? 1 : 0;

    /// <summary>Looks at what a test has left alone on purpose, or the collector would tell the loop of another test.</summary>
    public static void LookAt(params Task[] failed) => Assert.That(failed.Select(static task => task.Exception), Has.None.Null);
}
