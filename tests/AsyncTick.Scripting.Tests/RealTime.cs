using NUnit.Framework.Constraints;

namespace AsyncTick.Scripting.Tests;

/// <summary>Seconds of a host in a process of its own. Other programs may hold the processor for a while; what the host itself does wrong shows each time.</summary>
internal static class RealTime
{
    /// <summary>Holds that a time is right, in one of three attempts at most.</summary>
    /// <param name="isRight">What the time has to be.</param>
    /// <param name="measure">An attempt; answers how many seconds it took.</param>
    public static async Task AnyOfThreeAsync(IResolveConstraint isRight, Func<Task<double>> measure)
    {
        var constraint = isRight.Resolve();
        List<double> measured = [];
        do
        {
            measured.Add(await measure());
        }
        while (!constraint.ApplyTo(measured[^1]).IsSuccess && measured.Count < 3);

        Assert.That(constraint.ApplyTo(measured[^1]).IsSuccess, Is.True, () => $"seconds: {string.Join(", ", measured)}; expected {constraint.Description}");
    }
}
