using System.Diagnostics;

namespace AsyncTick.Tests;

/// <summary>
/// Tasks that wait in every way there is, for the same objects, while they are canceled, time out and are replaced at random moments: nothing that was
/// handed over is lost or doubled, lines are served in order, and nothing is kept when all is over.
/// </summary>
public sealed class CancelAnywhereTests
{
    [Test]
    public void Waits_CanceledAtRandom_LoseDoubleAndKeepNothing([Range(1, 40)] int seed) => CancelProgram.Run(seed);

    [Test]
    [Explicit("looks for new failures for a minute")]
    public void Waits_UnknownSeeds_LoseDoubleAndKeepNothing()
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(1))
        {
            CancelProgram.Run(Random.Shared.Next());
        }
    }
}
